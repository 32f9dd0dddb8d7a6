package io.flowengine.testkit;

import static java.util.Objects.requireNonNull;

import io.flowengine.FlowEngine;
import io.flowengine.FlowEngineBuilder;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.spi.JournalExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Replays an exported journal against flows as they are now, to find out in a unit test whether
 * executions that run in production could go on with a changed flow:
 *
 * <pre>{@code
 * @Test
 * void orders_that_wait_for_payment_can_go_on() throws IOException {
 *   JournalReplay.read(Path.of("src/test/journals/waiting-for-payment.json"))
 *       .against(FlowEngine.builder().flow("order", Orders::handle));
 * }
 * }</pre>
 *
 * <p>No step body runs that is recorded, and none behind the last entry. Immutable; one journal can
 * be replayed against many flows.
 */
public final class JournalReplay {
  private final JournalExport export;

  private JournalReplay(JournalExport export) {
    this.export = requireNonNull(export, "export");
  }

  /**
   * Takes an export.
   *
   * @param export as {@code engine.operations().export(id)} gave it
   * @return the replay
   */
  public static JournalReplay of(JournalExport export) {
    return new JournalReplay(export);
  }

  /**
   * Reads an export from a file.
   *
   * @param file a file with the text of {@link JournalExport#toJson()}
   * @return the replay
   * @throws IOException if the file cannot be read
   * @throws io.flowengine.execution.InvalidInputException if it holds something else
   */
  public static JournalReplay read(Path file) throws IOException {
    return new JournalReplay(JournalExport.ofJson(Files.readString(file)));
  }

  /** {@return the export} */
  public JournalExport export() {
    return export;
  }

  /**
   * Replays the journal.
   *
   * @param flows an engine in the making that has the flow, or its language if the export holds the
   *     text; it is opened on virtual time and closed again
   * @return the execution as the replay left it: ended, or {@code RUNNING} if the flow has come
   *     through the whole journal and would go on from there
   * @throws io.flowengine.execution.NonDeterministicFlowException if the flow makes another call
   *     than the journal has
   */
  public ExecutionRecord against(FlowEngineBuilder flows) {
    VirtualTime time = VirtualTime.manual();
    try (FlowEngine engine = flows.environment(time.node()).build()) {
      return engine.operations().replay(export);
    }
  }
}
