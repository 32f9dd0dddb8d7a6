package io.flowengine.examples;

import io.flowengine.ElementSimulation;
import io.flowengine.element.Element;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.Inventory;
import io.flowengine.element.Selection;
import io.flowengine.element.SimulatedRun;
import java.time.Duration;
import java.util.Map;

/** What an upgrade of six servers would do if one of them failed, before anything is touched. */
public final class RehearsedUpgrade {
  private RehearsedUpgrade() {}

  /**
   * Runs it.
   *
   * @param args none
   */
  public static void main(String[] args) {
    SimulatedRun run = rehearse("E4");
    System.out.println(run.trace());
    System.out.println(run.status() + " after " + run.end() + ": " + run.elements());
  }

  private static Inventory servers() {
    InMemoryInventory inventory = new InMemoryInventory();
    for (int number = 1; number <= 6; number++) {
      inventory.put(Element.of("E" + number, "linux").withSetting("version", "15"));
    }
    return inventory.put(Element.of("E7", "linux").withSetting("version", "16"));
  }

  static SimulatedRun rehearse(String broken) {
    ElementFlow upgrade =
        ElementFlow.named("upgrade")
            .parallel()
            .batches("1", "50%") // a canary, then half of all
            .maxFailures("0") // the first failure stops what has not begun
            .block(
                guarded -> guarded.task("drain").task("install").always(end -> end.task("undrain")))
            .build();
    return ElementSimulation.of(upgrade)
        .lasts("install", Duration.ofMinutes(5))
        .fails("install", broken)
        .run(Selection.all().filter("num(version) < 16").from(servers(), Map.of()));
  }
}
