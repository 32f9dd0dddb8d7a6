package io.flowengine.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.flowengine.FlowEngineBuilder;
import io.flowengine.spi.Store;
import io.flowengine.testkit.CrashingStore.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A flow whose JVM is killed with SIGKILL before and after each commit it makes, and which another
 * JVM ends as if nothing had happened. A durable store or a language extends it; subclasses need a
 * constructor without arguments, because the child JVM makes one too.
 *
 * <p>{@code journey} does, in this order:
 *
 * <ol>
 *   <li>logs {@code begin}
 *   <li>saves the setting {@code journey} with the value 1, reads it, and saves what it read plus 1
 *   <li>runs a step {@code charge}, which calls the effect and gives 42
 *   <li>runs {@code leg} and waits for it
 *   <li>starts three {@code racer}, named {@code racer-1} to {@code racer-3}, waits for the first
 *       that ends, and logs {@code won by} and its name
 *   <li>inside one {@code try}: sleeps 20 ms; asks for a text with the subject {@code journey} and
 *       waits; runs {@code failing}. When that fails it logs {@code caught} and runs a step {@code
 *       refund}, which calls the effect. In any case it saves the setting {@code cleaned} with the
 *       value true
 *   <li>waits until all racers have ended, and waits for the first of them once more
 *   <li>sets the outputs {@code charged}, {@code count} (the setting read again), {@code leg} (its
 *       output {@code number}), {@code winner} and {@code again} (names), {@code answer}
 *   <li>ends with success and the message {@code arrived}
 * </ol>
 *
 * <p>{@code leg} sleeps 10 ms, runs a step {@code walk}, which calls the effect and gives 7, and
 * returns that as output {@code number}. {@code racer} sleeps 15 ms. {@code failing} ends with an
 * error.
 */
public abstract class KilledJvmKit {
  private static final int AT_ONCE = 2;
  private static final int IN_ONE_JVM = 10;
  static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir Path folder;

  /** For subclasses. */
  protected KilledJvmKit() {}

  /**
   * Chooses a place for a new, empty store.
   *
   * @return its address, for {@link #open}
   * @throws Exception to fail the test
   */
  protected abstract String newAddress() throws Exception;

  /**
   * Opens the store at an address, in this JVM or in a child. Its leases go by the time of engines.
   *
   * @param address the address
   * @return the store
   * @throws Exception to fail the test
   */
  protected abstract Store open(String address) throws Exception;

  /**
   * Defines the flows {@code journey}, {@code leg}, {@code racer} and {@code failing}.
   *
   * @param builder gets the flows, and the language if they need one
   * @param effect to be called by the bodies of steps, with the key of {@code StepContext}; a
   *     language whose steps cannot reach the host leaves it
   */
  protected abstract void define(FlowEngineBuilder builder, Consumer<String> effect);

  /** {@return false if step bodies cannot run the effect; default true} */
  protected boolean runsEffect() {
    return true;
  }

  /**
   * {@return how many points the normal build tries, drawn by a seed; default all of them} The
   * group {@code full} tries all.
   */
  protected int sampled() {
    return Integer.MAX_VALUE;
  }

  @TestFactory
  final Stream<DynamicTest> it_survives_the_death_of_its_jvm() throws Exception {
    long seed = Long.getLong("killed.seed", System.nanoTime());
    List<Point> points = points();
    if (points.size() > sampled()) {
      Collections.shuffle(points, new Random(seed));
      return killedAndEnded(points.subList(0, sampled()), " (of -Dkilled.seed=" + seed + ")");
    }
    return killedAndEnded(points, "");
  }

  @TestFactory
  @Tag("full")
  final Stream<DynamicTest> another_new_jvm_ends_it_wherever_the_first_one_died() throws Exception {
    List<List<Journey>> batches = batches(points());
    int half = batches.size() / AT_ONCE;
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    threads.execute(() -> new Relay(this, batches.subList(0, half)).run());
    threads.execute(() -> new Relay(this, batches.subList(half, batches.size())).run());
    threads.shutdown();
    return tests(batches, "");
  }

  /** All points of an undisturbed run, which is checked too. */
  private List<Point> points() throws Exception {
    Journey journey = new Journey(Point.NONE, newAddress(), newFile());
    int commits = 0;
    try (ChildJvm child = KilledJvm.start(this, journey.begin())) {
      String line = child.next(PATIENCE);
      assertThat(line).as(child::story).startsWith(KilledJvm.ENDED);
      commits = Integer.parseInt(String.valueOf(line).substring(KilledJvm.ENDED.length()));
    }
    try (Store store = open(journey.address())) {
      new JourneyCheck(store, journey.effects(), runsEffect()).ended();
    }
    List<Point> points = new ArrayList<>();
    for (int commit = 1; commit <= commits; commit++) {
      points.add(new Point(commit, Moment.BEFORE_COMMIT));
      points.add(new Point(commit, Moment.AFTER_COMMIT));
    }
    return points;
  }

  private Path newFile() throws IOException {
    return Files.createTempFile(folder, "effects", ".txt");
  }

  private Stream<DynamicTest> killedAndEnded(List<Point> points, String remark) throws Exception {
    List<List<Journey>> batches = batches(points);
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    batches.forEach(batch -> threads.execute(() -> killAndEnd(batch)));
    threads.shutdown();
    return tests(batches, remark);
  }

  private static Stream<DynamicTest> tests(List<List<Journey>> batches, String remark) {
    return batches.stream()
        .flatMap(List::stream)
        .map(each -> dynamicTest("killed " + each.point() + remark, each.end()::join));
  }

  /** A journey for each point, in groups of those whose JVM is killed once for all of them. */
  private List<List<Journey>> batches(List<Point> points) throws Exception {
    List<List<Journey>> batches = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      if (i % IN_ONE_JVM == 0) {
        batches.add(new ArrayList<>());
      }
      batches.getLast().add(new Journey(points.get(i), newAddress(), newFile()));
    }
    return batches;
  }

  /**
   * Kills a child JVM in which each of some journeys stands still where it is to be killed, and
   * ends them in this one.
   */
  private void killAndEnd(List<Journey> journeys) {
    List<String> arguments = journeys.stream().flatMap(each -> each.begin().stream()).toList();
    try (ChildJvm child = KilledJvm.start(this, arguments)) {
      KilledJvm.kill(child, journeys.size());
    } catch (Throwable e) {
      journeys.forEach(each -> each.fail(e));
      return;
    }
    journeys.forEach(each -> each.play(() -> end(each)));
  }

  private void end(Journey journey) throws Exception {
    try (Store store = open(journey.address())) {
      var before = JourneyCheck.Snapshot.of(store, journey.effects());
      KilledJvm.play(this, store, journey.effects(), Journey.LATER);
      journey.check(store, runsEffect(), before);
    }
  }
}
