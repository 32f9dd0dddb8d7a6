package io.flowengine.resource;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A named value, read and written as a whole, and a lock. Tagged types come back as text. */
public interface Setting extends Resource {
  /**
   * {@return the value, from the cache} The first use loads it.
   *
   * @throws io.flowengine.execution.ResourceNotFoundException if the setting does not exist
   */
  default @Nullable Object value() {
    return get("value");
  }

  /**
   * Creates the setting or replaces its value.
   *
   * @param value the value
   * @return this
   */
  Setting saveValue(@Nullable Object value);

  /**
   * Locks the setting and waits without limit while another execution has it locked. An execution
   * that has the lock already goes on at once. Its value can be read and written by anybody all the
   * same.
   *
   * <p>First come, first served. The lock is kept until somebody, this execution or another one,
   * calls {@link #release}, even beyond the end of the execution, which is noted in its log then.
   *
   * @return this
   * @throws io.flowengine.execution.ResourceNotFoundException if the setting does not exist, or is
   *     deleted meanwhile
   */
  default Setting acquire() {
    return acquire(null);
  }

  /**
   * Locks the setting, waiting only so long.
   *
   * @param timeout how long at most, by the engine's clock, which goes on while the engine is down;
   *     null for no limit, zero looks once
   * @return this
   * @throws io.flowengine.execution.FlowEngineException of the class {@code LockTimeoutException}
   *     if another execution has the lock when the time is over
   * @throws io.flowengine.execution.ResourceNotFoundException if the setting does not exist, or is
   *     deleted meanwhile
   */
  Setting acquire(@Nullable Duration timeout);

  /**
   * Frees the lock, whoever has it; the first who waits gets it. A lock that is free stays free.
   *
   * @return this
   * @throws io.flowengine.execution.ResourceNotFoundException if the setting does not exist
   */
  Setting release();

  @Override
  Setting set(String field, @Nullable Object value);

  @Override
  Setting save();

  @Override
  Setting save(Map<String, ?> fields);
}
