package io.flowengine.testkit.simulation;

import io.flowengine.spi.Environment;
import java.time.Duration;
import java.time.Instant;

/** What an engine takes from a simulated machine. */
final class SimulatedNode implements Environment {
  private final Simulation simulation;
  private final String name;
  boolean dead;
  int crashIn;
  Instant stalledUntil = Instant.MIN;

  SimulatedNode(Simulation simulation, String name) {
    this.simulation = simulation;
    this.name = name;
  }

  @Override
  public Instant instant() {
    return simulation.now();
  }

  @Override
  public long elapsedNanos() {
    return Duration.between(Instant.EPOCH, simulation.now()).toNanos();
  }

  @Override
  public long randomLong() {
    return simulation.random().nextLong();
  }

  @Override
  public void entropy(byte[] bytes) {
    simulation.random().nextBytes(bytes);
  }

  @Override
  public void execute(Runnable body) {
    daemon("execution", body);
  }

  @Override
  public void executeOnPlatformThread(Runnable body) {
    execute(body);
  }

  @Override
  public void daemon(String thread, Runnable body) {
    Object unused = simulation.spawn(this, name + "/" + thread, body);
  }

  @Override
  public void park() {
    simulation.park(null);
  }

  @Override
  public void parkFor(Duration time) {
    simulation.park(simulation.now().plus(time));
  }

  @Override
  public void parkUntil(Instant deadline) {
    simulation.park(deadline);
  }

  @Override
  public void idleUntil(Instant deadline) {
    simulation.park(deadline);
  }

  @Override
  public void unpark(Thread thread) {
    simulation.unpark(thread);
  }
}
