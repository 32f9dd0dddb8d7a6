package io.flowengine.python;

import static java.time.Duration.ofSeconds;

import io.flowengine.execution.Execution;
import io.flowengine.execution.LogEntry;
import io.flowengine.testkit.FlowEngineExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that run one script to its end. */
abstract class ScriptTest {
  @RegisterExtension final FlowEngineExtension flows = SharedPython.engines().build();

  /** Runs a script to its end. */
  Execution run(String script) {
    return run(script, Map.of());
  }

  /** Runs a script to its end. */
  Execution run(String script, Map<String, ?> inputs) {
    Execution execution = flows.script("main", script).engine().flow("main").inputs(inputs).start();
    var unused = execution.outcome(ofSeconds(60));
    return execution;
  }

  /** Runs the lines of a handler to its end. */
  Execution handler(String body) {
    return run("import flow_api\n\ndef handler(system, this, inputs):\n" + body.indent(4));
  }

  static List<String> lines(Execution execution) {
    return execution.log().stream().map(LogEntry::text).toList();
  }
}
