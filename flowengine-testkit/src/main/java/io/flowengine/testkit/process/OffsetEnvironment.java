package io.flowengine.testkit.process;

import static java.util.Objects.requireNonNull;

import io.flowengine.FlowEngine;
import io.flowengine.spi.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;

/**
 * The machine as it is, with a clock that is wrong by a fixed time: for nodes that do not agree on
 * the time, and for a node that comes later than the one before.
 */
public final class OffsetEnvironment implements Environment {
  private final Environment machine = FlowEngine.machine();
  private final Duration offset;

  /**
   * Takes the machine as it is but for its clock.
   *
   * @param offset how much the clock is ahead; negative if it is behind
   */
  public OffsetEnvironment(Duration offset) {
    this.offset = requireNonNull(offset, "offset");
  }

  @Override
  public Instant instant() {
    return machine.instant().plus(offset);
  }

  @Override
  public long elapsedNanos() {
    return machine.elapsedNanos();
  }

  @Override
  public long randomLong() {
    return machine.randomLong();
  }

  @Override
  public void entropy(byte[] bytes) {
    machine.entropy(bytes);
  }

  @Override
  public void execute(Runnable body) {
    machine.execute(body);
  }

  @Override
  public Executor together() {
    return machine.together();
  }

  @Override
  public void executeOnPlatformThread(Runnable body) {
    machine.executeOnPlatformThread(body);
  }

  @Override
  public void daemon(String name, Runnable body) {
    machine.daemon(name, body);
  }

  @Override
  public void park() {
    machine.park();
  }

  @Override
  public void parkFor(Duration time) {
    machine.parkFor(time);
  }

  @Override
  public void parkUntil(Instant deadline) {
    machine.parkUntil(machineTime(deadline));
  }

  @Override
  public void idleUntil(Instant deadline) {
    machine.idleUntil(machineTime(deadline));
  }

  /** The ends of all time stay where they are. */
  private Instant machineTime(Instant instant) {
    boolean never = instant.equals(Instant.MAX) || instant.equals(Instant.MIN);
    return never ? instant : instant.minus(offset);
  }

  @Override
  public void unpark(Thread thread) {
    machine.unpark(thread);
  }
}
