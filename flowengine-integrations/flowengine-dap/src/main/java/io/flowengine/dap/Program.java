package io.flowengine.dap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.InvalidInputException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an editor wants to debug.
 *
 * @param flow the name of the flow that is started; that of the execution that is attached to
 * @param execution the execution that is attached to; null for a start
 * @param inputs the inputs of a start
 */
record Program(String flow, @Nullable Execution execution, Map<String, Object> inputs) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A flow by its name, or by the path of its script. */
  static Program launched(ObjectNode arguments) {
    String flow = arguments.path("flow").asText("");
    String path = arguments.path("program").asText("");
    if (flow.isEmpty() && path.isEmpty()) {
      throw new InvalidInputException(
          "launch needs 'program', the path of a script, or 'flow', the name of a flow");
    }
    JsonNode inputs = arguments.path("inputs");
    if (!inputs.isMissingNode() && !inputs.isObject()) {
      throw new InvalidInputException("inputs", "must be an object", inputs.toString());
    }
    @SuppressWarnings("unchecked")
    Map<String, Object> given = inputs.isObject() ? JSON.convertValue(inputs, Map.class) : Map.of();
    return new Program(flow.isEmpty() ? named(path) : flow, null, given);
  }

  static Program attached(FlowEngine engine, ObjectNode arguments) {
    String id = arguments.path("execution").asText("");
    if (!ExecutionId.isId(id)) {
      throw new InvalidInputException("execution", "must be the id of an execution", id);
    }
    Execution execution = engine.execution(ExecutionId.of(id));
    return new Program(execution.record().origin().flowName(), execution, Map.of());
  }

  /** True if a file is its script. */
  boolean isIn(String path) {
    return named(path).equals(flow);
  }

  /** The name of the flow whose script a file is. */
  private static String named(String path) {
    String file = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    int dot = file.lastIndexOf('.');
    return dot <= 0 ? file : file.substring(0, dot);
  }
}
