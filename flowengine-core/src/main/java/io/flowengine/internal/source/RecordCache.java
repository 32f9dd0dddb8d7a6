package io.flowengine.internal.source;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.Page;
import io.flowengine.execution.Query;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.spi.Store;
import io.flowengine.spi.StoredRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What is stored about the flows or the wrappers: the scripts of those that are records, and what
 * is attached to others. Each start of an execution asks, so answers are kept for a moment. A
 * change by this node counts at once, one by another node after that moment. One of those who ask
 * in the second half of the moment reads anew, so that many at once do not all do. Thread-safe.
 */
public final class RecordCache {
  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final Duration YOUNG = Duration.ofMillis(500);
  private static final int MOST = 10_000;

  private final RecordType type;
  private final Store store;
  private final InstantSource clock;
  private final Cache<String, Known> known = Caffeine.newBuilder().maximumSize(MOST).build();

  private record Known(Instant since, Optional<StoredRecord> record, AtomicBoolean renewed) {
    Known(Instant since, Optional<StoredRecord> record) {
      this(since, record, new AtomicBoolean());
    }

    boolean isYoungerThan(Duration age, Instant now) {
      return now.isBefore(since.plus(age));
    }
  }

  /**
   * Makes a view of a store.
   *
   * @param type flows or wrappers
   * @param store where they are stored
   * @param clock tells how old an answer is
   */
  public RecordCache(RecordType type, Store store, InstantSource clock) {
    this.type = type;
    this.store = store;
    this.clock = clock;
  }

  /**
   * Finds a record, as it was a moment ago at the latest.
   *
   * @param select its name or id
   * @return the record; empty if there is none
   */
  public Optional<StoredRecord> find(String select) {
    Instant now = clock.instant();
    Known last = known.getIfPresent(select);
    if (last == null || !last.isYoungerThan(FRESH, now)) {
      return read(select);
    }
    boolean renews = !last.isYoungerThan(YOUNG, now) && last.renewed.compareAndSet(false, true);
    return renews ? read(select) : last.record;
  }

  /**
   * Finds a record as it is now.
   *
   * @param select its name or id
   * @return the record; empty if there is none
   */
  public Optional<StoredRecord> read(String select) {
    Instant now = clock.instant();
    Optional<StoredRecord> found = Optional.empty();
    if (ExecutionId.isId(select)) {
      found = stored("id", select);
    }
    if (found.isEmpty()) {
      found = stored("name", select);
    }
    known.put(select, new Known(now, found));
    return found;
  }

  private Optional<StoredRecord> stored(String by, String select) {
    return store.record(new RecordRef(type, by, select)).filter(record -> !record.deleted());
  }

  /**
   * Hears that a record has changed.
   *
   * @param before the record as it was; null if it was created
   * @param after the record as it is
   */
  public void changed(@Nullable StoredRecord before, StoredRecord after) {
    known.invalidateAll(List.of(after.id(), after.name()));
    if (before != null) {
      known.invalidate(before.name());
    }
  }

  /** {@return the names of all records that have a script, in no order} */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    Query next = Query.all().limit(Query.MAX_LIMIT);
    do {
      Page<StoredRecord> page = store.records(type, next);
      for (StoredRecord record : page.items()) {
        if (!record.deleted() && script(record) != null) {
          names.add(record.name());
        }
      }
      next = next.after(page.cursor());
    } while (next.cursor() != null);
    return names;
  }

  /** The script of a record; null if it has none, because that is somewhere else. */
  static @Nullable String script(StoredRecord record) {
    return record.fields().toMap().get("script") instanceof String script ? script : null;
  }
}
