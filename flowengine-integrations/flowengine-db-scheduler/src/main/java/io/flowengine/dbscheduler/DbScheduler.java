package io.flowengine.dbscheduler;

import static java.util.Objects.requireNonNull;

import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.flowengine.execution.ExecutionId;
import io.flowengine.spi.Environment;
import io.flowengine.spi.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trigger of an engine on <a
 * href="https://github.com/kagkarlsson/db-scheduler">db-scheduler</a>: what is due later is a row
 * in its table. Engines that share the table share the calls; any of them may be called for any
 * execution, and the store decides who runs it. So they should share the store as well, and those
 * that do not need different {@linkplain Builder#name names}.
 *
 * <p>The table is the one that db-scheduler documents for the database; it has to be there. Tasks
 * of the host may live in it too, they are left alone.
 *
 * <p>A call comes up to one {@linkplain Builder#pollingInterval polling interval} late. If the
 * database cannot be reached, or a JVM dies between taking a row and calling, the call is lost, and
 * the sweep of the engine finds the execution.
 *
 * <p>Arming writes to the database on the calling thread. It waits on the clock of the machine, so
 * it is not for tests in virtual time.
 */
public final class DbScheduler implements Scheduler {
  /** How often the table is looked at if nothing else is said. */
  public static final Duration DEFAULT_POLLING_INTERVAL = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(DbScheduler.class);
  private static final Duration SHUTDOWN = Duration.ofSeconds(10);
  private static final Duration CENTURY = Duration.ofDays(36_500);

  private final DataSource dataSource;
  private final String table;
  private final String name;
  private final Duration pollingInterval;
  private final int threads;

  private final ReentrantLock lifecycle = new ReentrantLock();
  private com.github.kagkarlsson.scheduler.@Nullable Scheduler running;
  private volatile @Nullable Armed armed;

  /** What arming needs. */
  private record Armed(
      com.github.kagkarlsson.scheduler.SchedulerClient client, OneTimeTask<Void> task) {}

  private DbScheduler(Builder builder) {
    dataSource = builder.dataSource;
    table = builder.table;
    name = builder.name;
    pollingInterval = builder.pollingInterval;
    threads = builder.threads;
  }

  /**
   * Makes a builder.
   *
   * @param dataSource the database with the table; connections are taken for single statements, so
   *     it should be a pool
   * @return the builder
   */
  public static Builder builder(DataSource dataSource) {
    return new Builder(requireNonNull(dataSource, "dataSource"));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the table cannot be read
   */
  @Override
  public void start(Environment environment, Trigger trigger) {
    OneTimeTask<Void> task =
        Tasks.oneTime(name)
            .execute((instance, context) -> call(trigger, Alarm.execution(instance.getId())));
    com.github.kagkarlsson.scheduler.Scheduler made =
        com.github.kagkarlsson.scheduler.Scheduler.create(dataSource, task)
            .schedulerName(new SchedulerName.Fixed(name + "-" + environment.randomLong()))
            .tableName(table)
            .threads(threads)
            .pollingInterval(pollingInterval)
            .enableImmediateExecution()
            .clock(environment::instant)
            .shutdownMaxWait(SHUTDOWN)
            // otherwise it deletes what the host has had in its table for two weeks
            .deleteUnresolvedAfter(CENTURY)
            .build();
    requireTable(made);
    lifecycle.lock();
    try {
      made.start();
      running = made;
      armed = new Armed(made, task);
    } finally {
      lifecycle.unlock();
    }
  }

  private void requireTable(com.github.kagkarlsson.scheduler.Scheduler made) {
    try {
      made.getScheduledExecution(TaskInstanceId.of(name, "none"));
    } catch (RuntimeException e) {
      made.stop();
      throw new IllegalStateException(
          "table '"
              + table
              + "' cannot be read: "
              + e.getMessage()
              + "; create it with the script that db-scheduler documents for this database, or name"
              + " another one with tableName(...)",
          e);
    }
  }

  private static void call(Trigger trigger, ExecutionId execution) {
    try {
      trigger.due(execution);
    } catch (RuntimeException e) {
      LOG.warn("the trigger of execution {} failed; the next sweep finds it", execution, e);
    }
  }

  @Override
  public void arm(Instant at, ExecutionId execution) {
    Armed now = armed;
    if (now == null) {
      return;
    }
    try {
      now.client.scheduleIfNotExists(now.task.instance(Alarm.id(at, execution)), at);
    } catch (RuntimeException e) {
      LOG.warn("execution {} could not be armed; the next sweep finds it", execution, e);
    }
  }

  /**
   * Stops calling. It waits up to ten seconds for calls that are under way; what is in the table
   * stays there. Repeating it does nothing.
   */
  @Override
  public void close() {
    armed = null;
    lifecycle.lock();
    try {
      if (running != null) {
        running.stop();
        running = null;
      }
    } finally {
      lifecycle.unlock();
    }
  }

  /** The name of a row: the execution and the instant, so that earlier requests stay. */
  private static final class Alarm {
    private static final int ID = 36;

    static String id(Instant at, ExecutionId execution) {
      return execution + "@" + at;
    }

    static ExecutionId execution(String id) {
      return ExecutionId.of(id.substring(0, ID));
    }
  }

  /** Collects what a scheduler is made of. Not thread-safe; may build several. */
  public static final class Builder {
    private final DataSource dataSource;
    private String table = "scheduled_tasks";
    private String name = "flowengine";
    private Duration pollingInterval = DEFAULT_POLLING_INTERVAL;
    private int threads = 2;

    private Builder(DataSource dataSource) {
      this.dataSource = dataSource;
    }

    /**
     * Names the table.
     *
     * @param value its name, with the schema if need be; default {@code scheduled_tasks}
     * @return this
     */
    public Builder tableName(String value) {
      table = requireNonNull(value, "table");
      return this;
    }

    /**
     * Names the task of the rows.
     *
     * @param value the name; engines on one table that do not share a store need different ones;
     *     default {@code flowengine}
     * @return this
     */
    public Builder name(String value) {
      name = requireNonNull(value, "name");
      return this;
    }

    /**
     * Sets how often the table is looked at.
     *
     * @param value the time between two looks; ≥ 1 ms; default {@link
     *     DbScheduler#DEFAULT_POLLING_INTERVAL}
     * @return this
     * @throws IllegalArgumentException if it is shorter than 1 ms
     */
    public Builder pollingInterval(Duration value) {
      if (value.toMillis() < 1) {
        throw new IllegalArgumentException("pollingInterval must be >= 1 ms, was " + value);
      }
      pollingInterval = value;
      return this;
    }

    /**
     * Sets how many threads call.
     *
     * @param value the number; ≥ 1; default 2
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder threads(int value) {
      if (value < 1) {
        throw new IllegalArgumentException("threads must be >= 1, was " + value);
      }
      threads = value;
      return this;
    }

    /** {@return a scheduler for one engine, not started} */
    public DbScheduler build() {
      return new DbScheduler(this);
    }
  }
}
