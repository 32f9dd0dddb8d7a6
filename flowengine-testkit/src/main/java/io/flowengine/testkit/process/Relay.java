package io.flowengine.testkit.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.spi.Store;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JVMs that come one after the other: each is new when it ends the journey in which the one before
 * was killed, then begins the next journey and is killed itself. So there are as many as journeys,
 * and one more. Used by one thread.
 */
final class Relay {
  private final KilledJvmKit kit;
  private final List<Journey> journeys;
  private @Nullable Journey open;
  private JourneyCheck.@Nullable Snapshot before;

  Relay(KilledJvmKit kit, List<Journey> journeys) {
    this.kit = kit;
    this.journeys = journeys;
  }

  void run() {
    for (Journey next : journeys) {
      begin(next);
    }
    Journey last = open;
    if (last != null) {
      last.play(
          () -> {
            try (ChildJvm child = KilledJvm.start(kit, last.finish())) {
              end(last, child);
            }
          });
    }
  }

  private void begin(Journey next) {
    Journey last = open;
    open = null;
    List<String> arguments = new ArrayList<>(last == null ? List.of() : last.finish());
    arguments.addAll(next.begin());
    try (ChildJvm child = KilledJvm.start(kit, arguments)) {
      if (last != null) {
        last.play(() -> end(last, child));
      }
      next.kill(child);
      try (Store store = kit.open(next.address())) {
        before = JourneyCheck.Snapshot.of(store, next.effects());
      }
      open = next;
    } catch (Exception | AssertionError e) {
      next.play(
          () -> {
            throw e;
          });
    }
  }

  private void end(Journey journey, ChildJvm child) throws Exception {
    assertThat(child.next(KilledJvmKit.PATIENCE)).as(child::story).startsWith(KilledJvm.ENDED);
    journey.check(kit, requireSnapshot());
  }

  private JourneyCheck.Snapshot requireSnapshot() {
    return requireNonNull(before, "the journey was killed before");
  }
}
