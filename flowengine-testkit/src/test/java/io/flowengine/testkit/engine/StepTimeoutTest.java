package io.flowengine.testkit.engine;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.flow.RetryPolicy;
import io.flowengine.flow.StepBody;
import io.flowengine.flow.StepOptions;
import io.flowengine.flow.StepTimeoutException;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Steps in Java whose bodies do not come back in time. */
class StepTimeoutTest {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final VirtualTime time = VirtualTime.manual();
  private final AtomicInteger hanging = new AtomicInteger(Integer.MAX_VALUE);
  private final AtomicInteger runs = new AtomicInteger();

  /** Hangs in its first runs. */
  private StepBody<String> body() {
    return context -> {
      int run = runs.incrementAndGet();
      while (run <= hanging.get()) {
        time.park();
      }
      return "done in attempt " + context.attempt();
    };
  }

  private void runs(
      StepOptions options, Duration wait, java.util.function.Consumer<Execution> check) {
    try (FlowEngine engine =
        FlowEngine.builder()
            .environment(time)
            .shutdown(Duration.ZERO)
            .flow(
                "main",
                (system, self, inputs) -> {
                  try {
                    return Map.of("got", "" + self.step("slow", String.class, options, body()));
                  } catch (StepTimeoutException e) {
                    return Map.of("got", e.getMessage());
                  }
                })
            .build()) {
      Execution execution = engine.flow("main").start();
      time.settle();
      for (Duration left = wait; left.isPositive(); left = left.minusSeconds(1)) {
        time.advance(Duration.ofSeconds(1)); // housekeeping looks at the end of each
      }
      check.accept(execution);
    }
  }

  @Test
  void tm_1_a_body_that_takes_too_long_fails_its_step() {
    runs(
        StepOptions.within(LIMIT),
        Duration.ofSeconds(4),
        main ->
            assertThat(main)
                .succeeded()
                .hasOutput("got", "step 'slow' did not end within its timeout of 2 s"));
    assertThat(runs).hasValue(1);
  }

  @Test
  void tm_1_a_body_that_ends_in_time_is_left_alone() {
    hanging.set(0);
    runs(
        StepOptions.within(LIMIT),
        Duration.ofSeconds(10),
        main -> assertThat(main).succeeded().hasOutput("got", "done in attempt 1"));
  }

  @Test
  void at_71_an_attempt_that_took_too_long_is_followed_by_another() {
    hanging.set(1);
    runs(
        StepOptions.within(LIMIT).withRetry(RetryPolicy.constant(Duration.ofSeconds(1))),
        Duration.ofSeconds(10),
        main -> assertThat(main).succeeded().hasOutput("got", "done in attempt 2"));
  }

  @Test
  void tm_2_the_time_of_the_whole_step_is_not_followed_by_another_attempt() {
    runs(
        StepOptions.NONE
            .withTotalTimeout(Duration.ofSeconds(5))
            .withRetry(RetryPolicy.constant(Duration.ofSeconds(1))),
        Duration.ofSeconds(20),
        main ->
            assertThat(main)
                .succeeded()
                .hasOutput("got", "step 'slow' did not end within its total timeout of 5 s"));
    assertThat(runs).hasValue(1);
  }
}
