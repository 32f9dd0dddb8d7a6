package io.flowengine.testkit;

import io.flowengine.execution.Execution;
import org.jspecify.annotations.Nullable;

/** The entrance to assertions about executions, beside AssertJ's own. */
public final class FlowAssertions {
  private FlowAssertions() {}

  /**
   * Begins assertions about an execution.
   *
   * @param actual a host's handle of it; null fails the first assertion
   * @return the assertions
   */
  public static ExecutionAssert assertThat(@Nullable Execution actual) {
    return new ExecutionAssert(actual);
  }
}
