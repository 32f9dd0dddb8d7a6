package io.flowengine.dap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowengine.DevelopmentSession;
import io.flowengine.FlowEngine;
import io.flowengine.execution.FlowEngineException;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.StepMode;
import io.flowengine.execution.StoppedLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One editor: its requests, one after the other, and what it debugs. */
final class DebugSession implements AutoCloseable {
  private final FlowEngine engine;
  private final Messages messages;
  private final DevelopmentSession developing;
  private final Map<String, int[]> breakpoints = new LinkedHashMap<>();
  private @Nullable Program program;
  private @Nullable Target target;
  private boolean configured;
  private boolean over;

  DebugSession(FlowEngine engine, Messages messages) {
    this.engine = engine;
    this.messages = messages;
    this.developing = engine.develop();
  }

  /** Answers requests until the editor leaves. */
  void run() throws IOException {
    ObjectNode request = messages.read();
    while (request != null) {
      answer(request);
      request = over ? null : messages.read();
    }
  }

  private void answer(ObjectNode request) throws IOException {
    String command = request.path("command").asText();
    ObjectNode arguments =
        request.path("arguments") instanceof ObjectNode given ? given : request.objectNode();
    Map<String, ?> body;
    try {
      body = perform(command, arguments);
    } catch (FlowEngineException e) {
      messages.refuse(request, String.valueOf(e.getMessage()));
      return;
    }
    messages.respond(request, body);
    if (command.equals("initialize")) {
      messages.tell("initialized", Map.of());
    }
  }

  private Map<String, ?> perform(String command, ObjectNode arguments) {
    return switch (command) {
      case "initialize" ->
          Map.of(
              "supportsConfigurationDoneRequest",
              true,
              "supportsTerminateRequest",
              true,
              "supportsEvaluateForHovers",
              true);
      case "launch" -> wanted(Program.launched(arguments));
      case "attach" -> wanted(Program.attached(engine, arguments));
      case "setBreakpoints" -> setBreakpoints(arguments);
      case "configurationDone" -> configured();
      case "threads" -> Map.of("threads", List.of(Map.of("id", Target.THREAD, "name", name())));
      case "stackTrace" -> stackTrace();
      case "scopes" -> scopes(arguments.path("frameId").asInt());
      case "variables" ->
          Map.of("variables", stopped().of(arguments.path("variablesReference").asInt()));
      case "evaluate" -> evaluate(arguments);
      case "continue" -> goneOn(null);
      case "next" -> goneOn(StepMode.OVER);
      case "stepIn" -> goneOn(StepMode.INTO);
      case "stepOut" -> goneOn(StepMode.OUT);
      case "terminate" -> terminated();
      case "disconnect" -> disconnected(arguments.path("terminateDebuggee").asBoolean(false));
      case "setExceptionBreakpoints", "setFunctionBreakpoints" -> Map.of("breakpoints", List.of());
      default ->
          throw new InvalidInputException("request '" + command + "' is not one that flows have");
    };
  }

  private Map<String, ?> wanted(Program wanted) {
    if (program != null) {
      throw new InvalidInputException("a session debugs one execution; open another one");
    }
    program = wanted;
    return begun();
  }

  private Map<String, ?> configured() {
    configured = true;
    return begun();
  }

  /** Begins as soon as it is known what, and where it is to stop. */
  private Map<String, ?> begun() {
    Program wanted = program;
    if (wanted != null && configured && target == null) {
      target = Target.begin(engine, developing, wanted, lines(wanted), messages);
    }
    return Map.of();
  }

  private int[] lines(Program wanted) {
    return breakpoints.entrySet().stream()
        .filter(each -> wanted.isIn(each.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(new int[0]);
  }

  private Map<String, ?> setBreakpoints(ObjectNode arguments) {
    String path = arguments.path("source").path("path").asText();
    List<Integer> lines = new ArrayList<>();
    for (JsonNode each : arguments.path("breakpoints")) {
      lines.add(each.path("line").asInt());
    }
    breakpoints.put(path, lines.stream().mapToInt(line -> line).toArray());
    Program wanted = program;
    boolean counts = wanted == null || wanted.isIn(path);
    Target running = target;
    if (counts && wanted != null && running != null) {
      running.breakpoints(lines(wanted));
    }
    List<Map<String, ?>> set = new ArrayList<>();
    for (int line : lines) {
      set.add(
          counts
              ? Map.of("verified", true, "line", line)
              : Map.of(
                  "verified",
                  false,
                  "line",
                  line,
                  "message",
                  "this is not the script of the flow that is debugged"));
    }
    return Map.of("breakpoints", set);
  }

  private String name() {
    Program wanted = program;
    return wanted == null ? "nothing yet" : wanted.flow();
  }

  private Target running() {
    Target running = target;
    if (running == null) {
      throw new InvalidInputException("nothing is debugged yet: send launch or attach first");
    }
    return running;
  }

  private ShownVariables stopped() {
    ShownVariables shown = running().shown();
    if (shown == null) {
      throw new InvalidInputException("the execution does not stand before a line");
    }
    return shown;
  }

  private Map<String, ?> stackTrace() {
    List<Map<String, ?>> frames = new ArrayList<>();
    for (StoppedLine.Frame frame : stopped().stop().frames()) {
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("id", frames.size() + 1);
      shown.put("name", frame.function());
      shown.put("line", frame.line());
      shown.put("column", 1);
      shown.put("source", source());
      frames.add(shown);
    }
    return Map.of("stackFrames", frames, "totalFrames", frames.size());
  }

  /** The file as the editor calls it, if it has set a breakpoint in it. */
  private Map<String, ?> source() {
    Program wanted = program;
    return breakpoints.keySet().stream()
        .filter(path -> wanted != null && wanted.isIn(path))
        .findFirst()
        .<Map<String, ?>>map(path -> Map.of("name", name(), "path", path))
        .orElse(Map.of("name", name()));
  }

  private Map<String, ?> scopes(int frame) {
    Map<String, ?> locals =
        Map.of("name", "Locals", "variablesReference", frame, "expensive", false);
    return Map.of("scopes", stopped().of(frame).isEmpty() ? List.of() : List.of(locals));
  }

  private Map<String, ?> evaluate(ObjectNode arguments) {
    String name = arguments.path("expression").asText();
    Map<String, Object> found = stopped().named(arguments.path("frameId").asInt(1), name);
    if (found == null) {
      throw new InvalidInputException(
          "there is no variable '"
              + name
              + "'; expressions cannot be evaluated, for running one could change what a replay does");
    }
    Map<String, Object> result = new LinkedHashMap<>(found);
    result.put("result", found.get("value"));
    return result;
  }

  private Map<String, ?> goneOn(@Nullable StepMode step) {
    running().goOn(step);
    return Map.of("allThreadsContinued", true);
  }

  private Map<String, ?> terminated() {
    running().cancel();
    return Map.of();
  }

  private Map<String, ?> disconnected(boolean ends) {
    Target running = target;
    if (running != null && ends) {
      running.cancel();
    }
    over = true;
    return Map.of();
  }

  @Override
  public void close() {
    Target running = target;
    if (running != null) {
      running.close();
    }
    developing.close();
  }
}
