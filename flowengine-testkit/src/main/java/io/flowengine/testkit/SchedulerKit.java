package io.flowengine.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.ExecutionId;
import io.flowengine.spi.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link Scheduler} as tests. Extra calls are allowed everywhere, early ones and
 * lost ones are not as long as nothing crashes.
 *
 * <p>The time is virtual, and a call has to come as soon as it is moved. A scheduler that waits on
 * a clock of its own overrides {@link #hasOwnClock}: then the tests run on the time of the machine,
 * last some seconds, and a call has to come within half a minute.
 */
public abstract class SchedulerKit {
  private static final ExecutionId ONE = ExecutionId.of(1, 1);
  private static final ExecutionId TWO = ExecutionId.of(2, 2);
  private static final ExecutionId THREE = ExecutionId.of(3, 3);

  /** A call and when it came. */
  private record Call(ExecutionId execution, Instant at) {}

  private SchedulerStage stage = new SchedulerStage.Virtual();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private Scheduler scheduler = new Unopened();

  /** For subclasses. */
  protected SchedulerKit() {}

  /** {@return a scheduler that has not been started} */
  protected abstract Scheduler open();

  /** {@return whether it waits on a clock of its own instead of the environment; default: no} */
  protected boolean hasOwnClock() {
    return false;
  }

  @BeforeEach
  final void openScheduler() {
    if (hasOwnClock()) {
      stage = new SchedulerStage.Machine();
    }
    scheduler = open();
    scheduler.start(stage.environment(), this::called);
    stage.settle();
  }

  @AfterEach
  final void closeScheduler() {
    scheduler.close();
    stage.settle();
    assertThat(stage.threads()).as("threads that are left").isEmpty();
  }

  private void called(ExecutionId execution) {
    calls.add(new Call(execution, stage.environment().instant()));
  }

  private void reopen(Scheduler.Trigger trigger) {
    scheduler.close();
    scheduler = open();
    scheduler.start(stage.environment(), trigger);
  }

  private void arm(int ticks, ExecutionId execution) {
    scheduler.arm(stage.at(ticks), execution);
  }

  /** It is called, for the first time at an instant or later. */
  private void assertCalled(ExecutionId execution, int ticks) {
    stage.await(() -> calls.stream().anyMatch(call -> call.execution.equals(execution)));
    assertThat(calls).extracting(Call::execution).contains(execution);
    assertNotBefore(execution, stage.at(ticks));
  }

  private void assertNotBefore(ExecutionId execution, Instant instant) {
    assertThat(calls)
        .filteredOn(call -> call.execution.equals(execution))
        .allSatisfy(call -> assertThat(call.at).isAfterOrEqualTo(instant));
  }

  @Test
  final void it_calls_at_the_instant_and_not_before() {
    arm(10, ONE);
    stage.reach(stage.at(10).minusNanos(1000));
    assertNotBefore(ONE, stage.at(10));
    stage.reach(stage.at(10));
    assertCalled(ONE, 10);
  }

  @Test
  final void a_passed_instant_is_called_at_once() {
    arm(-5, ONE);
    arm(0, TWO);
    stage.settle();
    assertCalled(ONE, -5);
    assertCalled(TWO, 0);
  }

  @Test
  final void all_are_called_whatever_the_order_of_arming() {
    arm(3, THREE);
    arm(1, ONE);
    arm(2, TWO);
    stage.reach(stage.at(1));
    assertCalled(ONE, 1);
    stage.reach(stage.at(2));
    assertCalled(TWO, 2);
    stage.reach(stage.at(3));
    assertCalled(THREE, 3);
  }

  @Test
  final void several_can_be_armed_for_one_instant() {
    arm(1, ONE);
    arm(1, TWO);
    arm(1, THREE);
    stage.reach(stage.at(1));
    assertCalled(ONE, 1);
    assertCalled(TWO, 1);
    assertCalled(THREE, 1);
  }

  @Test
  final void an_earlier_request_for_the_same_execution_stays() {
    arm(1, ONE);
    arm(10, ONE);
    stage.reach(stage.at(1));
    assertCalled(ONE, 1);
    stage.reach(stage.at(10));
    stage.await(() -> calls.stream().anyMatch(call -> !call.at.isBefore(stage.at(10))));
    assertThat(calls).extracting(Call::at).anyMatch(at -> !at.isBefore(stage.at(10)));
  }

  @Test
  final void one_can_be_armed_while_another_is_waited_for() {
    arm(10, TWO);
    stage.reach(stage.at(1));
    arm(2, ONE);
    stage.reach(stage.at(2));
    assertCalled(ONE, 2);
    assertNotBefore(TWO, stage.at(10));
  }

  @Test
  final void far_away_is_not_too_far() {
    Instant far = stage.at(0).plus(Duration.ofDays(36_500));
    scheduler.arm(far, ONE);
    arm(1, TWO);
    stage.reach(stage.at(1));
    assertCalled(TWO, 1);
    assertNotBefore(ONE, far);
  }

  @Test
  final void a_trigger_that_throws_stops_nothing() {
    reopen(
        execution -> {
          called(execution);
          throw new IllegalStateException("as planned");
        });
    arm(1, ONE);
    arm(2, TWO);
    stage.reach(stage.at(2));
    assertCalled(ONE, 1);
    assertCalled(TWO, 2);
  }

  @Test
  final void a_trigger_can_arm() {
    reopen(
        execution -> {
          called(execution);
          if (execution.equals(ONE)) {
            arm(2, TWO);
          }
        });
    arm(1, ONE);
    stage.reach(stage.at(2));
    assertCalled(TWO, 2);
  }

  @Test
  final void a_closed_scheduler_calls_nobody() {
    arm(1, ONE);
    scheduler.close();
    List<Call> before = List.copyOf(calls);
    arm(2, TWO);
    scheduler.close();
    stage.reach(stage.at(10));
    assertThat(calls).isEqualTo(before);
  }

  /** Stands in until the first test opens a real one. */
  private static final class Unopened implements Scheduler {
    @Override
    public void start(io.flowengine.spi.Environment environment, Trigger trigger) {}

    @Override
    public void arm(java.time.Instant at, ExecutionId execution) {}

    @Override
    public void close() {}
  }
}
