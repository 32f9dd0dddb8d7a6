package io.flowengine.testkit;

import io.flowengine.FlowEngine;
import io.flowengine.spi.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The time that the tests of a scheduler run on, counted in ticks since its start. */
sealed interface SchedulerStage {

  /** What the scheduler is started with. */
  Environment environment();

  /** The instant some ticks after the start. */
  Instant at(int ticks);

  /** Lets an instant come. */
  void reach(Instant instant);

  /** Lets everything that is under way happen. */
  void settle();

  /** Returns when something has become true, or when it should have. */
  void await(BooleanSupplier condition);

  /** The threads that were made through the environment and have not ended. */
  List<String> threads();

  /** Stands still until it is moved. */
  final class Virtual implements SchedulerStage {
    private final VirtualTime time = VirtualTime.manual();

    @Override
    public Environment environment() {
      return time;
    }

    @Override
    public Instant at(int ticks) {
      return VirtualTime.START.plusSeconds(ticks);
    }

    @Override
    public void reach(Instant instant) {
      time.advance(Duration.between(time.now(), instant));
    }

    @Override
    public void settle() {
      time.settle();
    }

    @Override
    public void await(BooleanSupplier condition) {
      time.settle();
    }

    @Override
    public List<String> threads() {
      return time.threads(time);
    }
  }

  /** Goes by itself; a scheduler that has a clock of its own cannot be told to hurry. */
  final class Machine implements SchedulerStage {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(2);

    private final Environment machine = FlowEngine.machine();
    private final Instant start = machine.instant();

    @Override
    public Environment environment() {
      return machine;
    }

    @Override
    public Instant at(int ticks) {
      return start.plus(TICK.multipliedBy(ticks));
    }

    @Override
    public void reach(Instant instant) {
      while (machine.instant().isBefore(instant)) {
        machine.parkUntil(instant);
      }
    }

    @Override
    public void settle() {
      // what it does besides waiting cannot be seen from outside
    }

    @Override
    public void await(BooleanSupplier condition) {
      Instant end = machine.instant().plus(PATIENCE);
      while (!condition.getAsBoolean() && machine.instant().isBefore(end)) {
        machine.parkFor(LOOK);
      }
    }

    @Override
    public List<String> threads() {
      return List.of();
    }
  }
}
