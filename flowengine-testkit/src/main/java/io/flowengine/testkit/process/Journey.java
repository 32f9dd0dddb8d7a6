package io.flowengine.testkit.process;

import io.flowengine.spi.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One flow of a {@link KilledJvmKit} on a store of its own, which is begun by a JVM that is killed
 * and ended by another one.
 *
 * @param point where the first JVM is killed
 * @param address the store
 * @param effects the file in which step bodies leave traces
 * @param end completed when everything was checked, or has failed
 */
record Journey(Point point, String address, Path effects, CompletableFuture<Void> end) {
  /** Later by more than a lease, so that what the dead held may be taken at once. */
  static final Duration LATER = Duration.ofMinutes(1);

  /** Something that may fail. */
  interface Part {
    void play() throws Exception;
  }

  Journey(Point point, String address, Path effects) {
    this(point, address, effects, new CompletableFuture<>());
  }

  /** The arguments of a JVM that begins it, see {@link KilledJvm#main}. */
  List<String> begin() {
    return arguments(Duration.ZERO, point);
  }

  /** The arguments of a JVM that ends it. */
  List<String> finish() {
    return arguments(LATER, Point.NONE);
  }

  private List<String> arguments(Duration ahead, Point stop) {
    return List.of(
        address,
        effects.toString(),
        String.valueOf(ahead.toSeconds()),
        String.valueOf(stop.commit()),
        stop.moment().name());
  }

  /** Plays the last part, and notes how that went. */
  void play(Part last) {
    try {
      last.play();
      end.complete(null);
    } catch (Throwable e) {
      fail(e);
    }
  }

  /** Notes that it was not played to its end. */
  void fail(Throwable e) {
    end.completeExceptionally(new AssertionError("killed " + point + ": " + e, e));
  }

  void check(Store store, boolean runsEffect, JourneyCheck.Snapshot before) throws Exception {
    JourneyCheck check = new JourneyCheck(store, effects, runsEffect);
    check.ended();
    check.goesOnFrom(before);
  }
}
