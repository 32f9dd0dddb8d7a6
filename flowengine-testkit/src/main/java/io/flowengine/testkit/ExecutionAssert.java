package io.flowengine.testkit;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.LogEntry;
import io.flowengine.execution.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about one execution, as it is in the store at the moment of each; none of them waits.
 * A failure shows tree, journal and log of the execution and its descendants. Values are compared
 * as they are stored: {@code 1} equals {@code 1L}.
 */
public final class ExecutionAssert extends AbstractAssert<ExecutionAssert, Execution> {

  ExecutionAssert(@Nullable Execution actual) {
    super(actual, ExecutionAssert.class);
  }

  /**
   * Requires a status.
   *
   * @param expected the status
   * @return this
   */
  public ExecutionAssert hasStatus(ExecutionStatus expected) {
    return requireEqual("status", execution().status(), expected);
  }

  /** {@return this} Requires that it ended with success. */
  public ExecutionAssert succeeded() {
    return hasStatus(ExecutionStatus.ENDED_SUCCESS);
  }

  /** {@return this} Requires that it ended with an error. */
  public ExecutionAssert failed() {
    return hasStatus(ExecutionStatus.ENDED_ERROR);
  }

  /** {@return this} Requires that it was cancelled. */
  public ExecutionAssert wasCancelled() {
    return hasStatus(ExecutionStatus.ENDED_CANCELLED);
  }

  /**
   * Requires one output, whatever others there are.
   *
   * @param key its key
   * @param expected its value; null if it must be there without a value
   * @return this
   */
  public ExecutionAssert hasOutput(String key, @Nullable Object expected) {
    Map<String, @Nullable Object> outputs = execution().outputs();
    if (!outputs.containsKey(key)) {
      throw failure("there is no output '" + key + "', only " + outputs.keySet());
    }
    return requireEqual("output '" + key + "'", outputs.get(key), stored(expected));
  }

  /**
   * Requires exactly these outputs.
   *
   * @param expected the outputs
   * @return this
   */
  public ExecutionAssert hasOutputs(Map<String, ?> expected) {
    return requireEqual("outputs", execution().outputs(), stored(expected));
  }

  /**
   * Requires a message.
   *
   * @param expected the whole text; null if there must be none
   * @return this
   */
  public ExecutionAssert hasMessage(@Nullable String expected) {
    return requireEqual("message", execution().message().orElse(null), expected);
  }

  /**
   * Requires that a text is in the message.
   *
   * @param part the text
   * @return this
   */
  public ExecutionAssert hasMessageContaining(String part) {
    String message = execution().message().orElse("");
    if (!message.contains(part)) {
      throw failure("the message should contain '" + part + "', was '" + message + "'");
    }
    return this;
  }

  /**
   * Requires exactly these children, in the order of their creation.
   *
   * @param names their names
   * @return this
   */
  public ExecutionAssert hasChildren(String... names) {
    List<String> children = execution().children().stream().map(Execution::name).toList();
    return requireEqual("children", children, Arrays.asList(names));
  }

  /**
   * Requires that it waits or waited for executions, whatever else it waited for.
   *
   * @param others the executions
   * @return this
   */
  public ExecutionAssert waitedFor(Execution... others) {
    List<String> dependencies =
        execution().dependencies().stream().map(other -> other.id().toString()).toList();
    for (Execution other : others) {
      if (!dependencies.contains(other.id().toString())) {
        throw failure("it did not wait for " + other.name() + " " + other.id());
      }
    }
    return this;
  }

  /**
   * Requires a line of the log.
   *
   * @param part a part of its text
   * @return this
   */
  public ExecutionAssert logged(String part) {
    List<LogEntry> log = execution().log();
    if (log.stream().noneMatch(line -> line.text().contains(part))) {
      throw failure("no line of the log contains '" + part + "'");
    }
    return this;
  }

  private Execution execution() {
    isNotNull();
    return Objects.requireNonNull(actual);
  }

  private static @Nullable Object stored(@Nullable Object value) {
    return Value.of(value).toObject();
  }

  private ExecutionAssert requireEqual(
      String what, @Nullable Object found, @Nullable Object expected) {
    if (!Objects.deepEquals(found, expected)) {
      throw failure(what + " should be " + expected + ", was " + found);
    }
    return this;
  }

  private AssertionError failure(String what) {
    return new AssertionError(
        (info.hasDescription() ? "[" + info.descriptionText() + "] " : "")
            + what
            + "\n"
            + Story.of(execution()));
  }
}
