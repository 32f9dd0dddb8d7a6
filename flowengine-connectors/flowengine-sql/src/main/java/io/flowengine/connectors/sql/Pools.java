package io.flowengine.connectors.sql;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A pool for each configuration. Unused connections are closed after some minutes, and of more than
 * some unused pools the one that was used longest ago. Threads that keep pools are virtual ones.
 */
final class Pools implements AutoCloseable {
  private static final int MOST = 50;

  private final int size;
  private final Map<Target, Pool> pools = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private long clock;

  /** A pool and who uses it. */
  private static final class Pool {
    private final ReentrantLock opening = new ReentrantLock();
    private @Nullable OpenPool open;
    private int users;
    private long used;
  }

  /** The use of a pool. */
  interface Lease extends AutoCloseable {
    DataSource source();

    @Override
    void close();
  }

  Pools(int size) {
    this.size = size;
  }

  int size() {
    return size;
  }

  /** Opens the pool of a configuration, or takes the open one. */
  Lease lease(Target target) {
    Pool pool = enter(target);
    try {
      DataSource source = source(target, pool);
      return new Lease() {
        @Override
        public DataSource source() {
          return source;
        }

        @Override
        public void close() {
          leave(target, pool);
        }
      };
    } catch (RuntimeException | Error e) {
      leave(target, pool);
      throw e;
    }
  }

  private Pool enter(Target target) {
    lock.lock();
    try {
      Pool pool = pools.computeIfAbsent(target, key -> new Pool());
      pool.users++;
      pool.used = clock++;
      if (pools.size() > MOST) {
        pools.values().stream()
            .filter(each -> each.users == 0)
            .min(Comparator.comparingLong(each -> each.used))
            .ifPresent(this::remove);
      }
      return pool;
    } finally {
      lock.unlock();
    }
  }

  private void remove(Pool pool) {
    pools.values().remove(pool);
    if (pool.open != null) {
      pool.open.close();
    }
  }

  private void leave(Target target, Pool pool) {
    lock.lock();
    try {
      pool.users--;
      if (pool.users == 0 && pool.open == null) {
        pools.remove(target, pool);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Those who come while it is being opened wait. */
  private DataSource source(Target target, Pool pool) {
    pool.opening.lock();
    try {
      if (pool.open == null) {
        pool.open = OpenPool.of(target, size);
      }
      return pool.open.source();
    } finally {
      pool.opening.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      pools.values().stream().toList().forEach(this::remove);
    } finally {
      lock.unlock();
    }
  }
}
