package io.flowengine.testkit.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.spi.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * JVMs that come one after the other: each is new when it ends the journeys in which the one before
 * was killed, then begins the next ones and is killed itself. Used by one thread.
 */
final class Relay {
  private final KilledJvmKit kit;
  private final List<List<Journey>> batches;
  private final Map<Journey, JourneyCheck.Snapshot> killed = new HashMap<>();

  /**
   * Makes a relay.
   *
   * @param batches the journeys that each JVM begins
   */
  Relay(KilledJvmKit kit, List<List<Journey>> batches) {
    this.kit = kit;
    this.batches = batches;
  }

  void run() {
    List<Journey> begun = List.of();
    for (List<Journey> next : batches) {
      endAndBegin(begun, next);
      begun = next;
    }
    endAndBegin(begun, List.of());
  }

  private void endAndBegin(List<Journey> begun, List<Journey> next) {
    List<Journey> ending = begun.stream().filter(killed::containsKey).toList();
    List<String> arguments = new ArrayList<>();
    ending.forEach(each -> arguments.addAll(each.finish()));
    next.forEach(each -> arguments.addAll(each.begin()));
    try (ChildJvm child = KilledJvm.start(kit, arguments)) {
      ending.forEach(each -> each.play(() -> end(each, child)));
      KilledJvm.kill(child, next.size());
      for (Journey each : next) {
        try (Store store = kit.open(each.address())) {
          killed.put(each, JourneyCheck.Snapshot.of(store, each.effects()));
        }
      }
    } catch (Exception | AssertionError e) {
      next.forEach(each -> each.fail(e));
    }
  }

  private void end(Journey journey, ChildJvm child) throws Exception {
    assertThat(child.next(KilledJvmKit.PATIENCE)).as(child::story).startsWith(KilledJvm.ENDED);
    try (Store store = kit.open(journey.address())) {
      journey.check(store, kit.runsEffect(), requireNonNull(killed.get(journey)));
    }
  }
}
