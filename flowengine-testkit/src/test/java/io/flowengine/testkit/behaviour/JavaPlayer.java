package io.flowengine.testkit.behaviour;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.Failure;
import io.flowengine.execution.Filter;
import io.flowengine.execution.FlowEngineException;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.flow.DependencyFailedException;
import io.flowengine.flow.FlowCall;
import io.flowengine.flow.FlowContext;
import io.flowengine.flow.FlowSystem;
import io.flowengine.flow.MessageRequest;
import io.flowengine.flow.RetryPolicy;
import io.flowengine.flow.StepBody;
import io.flowengine.flow.StepOptions;
import io.flowengine.resource.FileResource;
import io.flowengine.resource.Form;
import io.flowengine.resource.Message;
import io.flowengine.resource.MessageType;
import io.flowengine.resource.Resource;
import io.flowengine.resource.Setting;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The player for flows in Java. */
final class JavaPlayer {
  private final FlowSystem system;
  private final FlowContext self;
  private final Map<String, @Nullable Object> inputs;
  private final Map<String, @Nullable Object> known = new HashMap<>();
  private @Nullable FlowEngineException caught;
  private @Nullable Object given;
  private boolean over;

  private JavaPlayer(FlowSystem system, FlowContext self, Map<String, @Nullable Object> inputs) {
    this.system = system;
    this.self = self;
    this.inputs = inputs;
  }

  static @Nullable Object handle(
      FlowSystem system, FlowContext self, Map<String, @Nullable Object> inputs) {
    JavaPlayer player = new JavaPlayer(system, self, inputs);
    player.play(
        inputs.get("moves") instanceof List<?> moves
            ? moves
            : List.of(Map.of("do", "run_wrapped")));
    return player.given;
  }

  private void play(List<?> moves) {
    for (Object move : moves) {
      if (over) {
        return;
      }
      Map<String, @Nullable Object> form = map(move);
      Object result = make(form);
      if (form.get("into") instanceof String label) {
        known.put(label, result);
      }
    }
  }

  private @Nullable Object make(Map<String, @Nullable Object> move) {
    return switch (text(move, "do")) {
      case "flow" -> create(move);
      case "run_wrapped" -> runWrapped(move);
      case "launch" -> on(move).start();
      case "launch_and_wait" -> on(move).start().await();
      case "wait_for" -> waitFor(move);
      case "wait_on" -> waitOn(move);
      case "know" -> known.put(text(move, "label"), system.execution(id(value(move.get("id")))));
      case "pause" -> on(move).pause();
      case "cancel" -> on(move).cancel();
      case "cancel_self" -> self.cancel();
      case "message" -> ask(move);
      case "await_answer" ->
          ((Message) requireNonNull(known.get(text(move, "on")))).await(seconds(move, "timeout"));
      case "receive" -> self.receive(text(move, "name"), seconds(move, "timeout"));
      case "send" -> send(move);
      case "continue_as" -> self.continueAs(continued(move));
      case "success" -> self.success((String) move.get("message"));
      case "error" -> self.error((String) move.get("message"));
      case "raise_unless" -> {
        if (!Objects.equals(value(move.get("value")), move.get("expected"))) {
          throw new IllegalStateException(text(move, "message"));
        }
        yield null;
      }
      case "raise" -> throw new IllegalStateException(text(move, "message"));
      case "step" -> step(move);
      case "list" -> list(move);
      case "list_records" -> listRecords(move);
      case "record" -> resource(move);
      case "save_record" -> resource(move).save(map(value(move.get("fields"))));
      case "save_message" ->
          system
              .message(MessageRequest.question(text(move, "subject"), text(move, "subject")))
              .save();
      case "set_record" -> {
        Resource record = resource(move);
        map(move.get("fields")).forEach(record::set);
        yield record;
      }
      case "save_set" -> resource(move).save();
      case "acquire" -> ((Setting) resource(move)).acquire(seconds(move, "timeout"));
      case "release" -> ((Setting) resource(move)).release();
      case "save_content" -> saveContent(move);
      case "clone_record" ->
          resource(move).clone((String) move.get("copy"), map(value(move.get("fields"))));
      case "update_record" -> resource(move).update(map(value(move.get("fields"))));
      default -> {
        run(move);
        yield null;
      }
    };
  }

  private void run(Map<String, @Nullable Object> move) {
    switch (text(move, "do")) {
      case "sleep" -> self.sleep(requireNonNull(seconds(move, "seconds")));
      case "sleep_until" ->
          self.sleepUntil(((OffsetDateTime) requireNonNull(move.get("at"))).toInstant());
      case "pause_self" -> self.pause();
      case "put" -> self.setOutput(text(move, "key"), value(move.get("value")));
      case "put_all" -> self.setOutputs(map(move.get("outputs")));
      case "save" -> self.save(map(move.get("fields")));
      case "save_on" -> on(move).save(map(move.get("fields")));
      case "log" -> self.log(list(move.get("values")).stream().map(this::value).toArray());
      case "delete_record" -> resource(move).delete();
      case "write_secret" -> writeSecret(move);
      case "delete_execution" -> target(move).delete();
      case "give" -> {
        given = value(move.get("value"));
        over = true;
      }
      case "try" -> attempt(move);
      case "swallow" -> swallow(move);
      case "each" -> each(move);
      default -> throw new IllegalArgumentException("unknown move " + move);
    }
  }

  // ---------------------------------------------------------------- moves

  private Execution create(Map<String, @Nullable Object> move) {
    String label = text(move, "label");
    FlowCall call =
        move.containsKey("flow")
            ? self.flow(text(move, "flow"))
            : move.containsKey("clone")
                ? self.clone(execution(text(move, "clone")))
                : move.containsKey("connector")
                    ? self.connect(text(move, "connector"))
                    : self.connectTo(text(move, "connector_type"));
    if (!Boolean.TRUE.equals(move.get("unnamed"))) {
      call.name(move.get("name") instanceof String name ? name : label);
    }
    if (move.containsKey("moves")) {
      call.input("moves", move.get("moves"));
    }
    if (move.get("inputs") instanceof Map<?, ?> added) {
      added.forEach((key, value) -> call.input((String) key, value(value)));
    }
    if (move.get("priority") instanceof Long priority) {
      call.priority(priority.intValue());
    }
    if (move.containsKey("timeout")) {
      call.timeout(requireNonNull(seconds(move, "timeout")));
    }
    if (move.containsKey("total_timeout")) {
      call.totalTimeout(requireNonNull(seconds(move, "total_timeout")));
    }
    if (move.containsKey("retry")) {
      call.retry(retry(move));
    }
    if (move.get("idempotency_key") instanceof String key) {
      call.idempotencyKey(key);
    }
    if (move.get("version") instanceof String version) {
      call.version(version);
    }
    if (Boolean.TRUE.equals(move.get("orphan"))) {
      call.orphan();
    }
    for (Object pair : move.get("using") instanceof List<?> using ? using : List.of()) {
      List<?> each = (List<?>) requireNonNull(pair);
      call.using(String.valueOf(each.getFirst()), map(each.get(1)));
    }
    if (move.containsKey("init")) {
      call.init(map(move.get("init")));
    }
    Execution child =
        switch (text(move, "how")) {
          case "run" ->
              move.get("wait") instanceof String mode
                  ? call.run(ReturnWhen.valueOf(mode))
                  : call.run();
          case "start" -> call.start();
          default -> call.create();
        };
    known.put(label, child);
    return child;
  }

  private Execution runWrapped(Map<String, @Nullable Object> move) {
    FlowCall call = self.wrapped();
    if (move.containsKey("inputs")) {
      call.inputs(map(value(move.get("inputs"))));
    }
    if (move.containsKey("moves")) {
      call.input("moves", move.get("moves"));
    }
    if (move.containsKey("timeout")) {
      call.timeout(requireNonNull(seconds(move, "timeout")));
    }
    if (Boolean.FALSE.equals(move.get("wait"))) {
      return call.start();
    }
    return move.get("wait") instanceof String mode
        ? call.run(ReturnWhen.valueOf(mode))
        : call.run();
  }

  private @Nullable Object waitFor(Map<String, @Nullable Object> move) {
    Execution[] targets =
        list(move.get("on")).stream()
            .flatMap(label -> executions(String.valueOf(label)).stream())
            .toArray(Execution[]::new);
    if (!move.containsKey("return_when") && !move.containsKey("timeout")) {
      return self.waitFor(targets);
    }
    ReturnWhen mode =
        move.get("return_when") instanceof String name
            ? ReturnWhen.valueOf(name)
            : ReturnWhen.ALL_SUCCEEDED;
    return self.waitFor(mode, seconds(move, "timeout"), targets);
  }

  private Execution waitOn(Map<String, @Nullable Object> move) {
    Duration timeout = seconds(move, "timeout");
    return timeout == null ? on(move).await() : on(move).await(timeout);
  }

  private Message ask(Map<String, @Nullable Object> move) {
    String subject = text(move, "subject");
    MessageRequest request =
        switch (text(move, "kind")) {
          case "request" -> MessageRequest.question(subject, text(move, "text"));
          case "body" -> MessageRequest.form(subject, Form.of(map(move.get("text"))));
          default -> MessageRequest.text(subject, text(move, "text"));
        };
    if (move.get("message_type") instanceof String type) {
      request = request.withType(MessageType.valueOf(type));
    }
    Duration timeout = seconds(move, "timeout");
    if (timeout != null) {
      request = request.withTimeout(timeout);
    }
    if (move.get("name") instanceof String name) {
      request = request.withName(name);
    }
    if (move.get("init") instanceof Map<?, ?>) {
      request = request.withInit(map(move.get("init")));
    }
    return self.message(
        Boolean.FALSE.equals(move.get("wait")) ? request.withoutWaiting() : request);
  }

  private Execution send(Map<String, @Nullable Object> move) {
    return target(move).send(text(move, "name"), value(move.get("value")), (String) move.get("id"));
  }

  private void writeSecret(Map<String, @Nullable Object> move) {
    Map<String, String> secrets = new HashMap<>();
    map(move.get("secrets"))
        .forEach(
            (key, secret) -> {
              if (!(secret instanceof String text)) {
                throw new InvalidInputException("secrets['" + key + "']", "must be text", secret);
              }
              secrets.put(key, text);
            });
    system.vaultConfig(text(move, "name")).writeSecret(text(move, "path"), secrets);
  }

  private Execution target(Map<String, @Nullable Object> move) {
    return text(move, "on").equals("self") ? system.execution(self.id()) : on(move);
  }

  private Map<String, @Nullable Object> continued(Map<String, @Nullable Object> move) {
    Map<String, @Nullable Object> next = new LinkedHashMap<>();
    next.put("moves", move.get("moves"));
    if (move.get("inputs") instanceof Map<?, ?> added) {
      added.forEach((key, value) -> next.put((String) key, value(value)));
    }
    return next;
  }

  private FileResource saveContent(Map<String, @Nullable Object> move) {
    FileResource file = system.file(text(move, "name"));
    Object content = requireNonNull(move.get("content"));
    return switch (text(move, "how")) {
      case "text" -> file.saveTextContent((String) content);
      case "base64" -> file.saveBase64Content((String) content);
      default -> file.saveBytesContent((byte[]) content);
    };
  }

  private Object content(Map<String, @Nullable Object> form) {
    FileResource file =
        form.get("on") instanceof String label
            ? (FileResource) requireNonNull(known.get(label))
            : system.file(text(form, "name"));
    return switch (text(form, "field")) {
      case "text" -> file.textContent();
      case "base64" -> file.base64Content();
      default -> file.bytesContent();
    };
  }

  private @Nullable Object step(Map<String, @Nullable Object> move) {
    StepBody<Object> body =
        context -> {
          long until = move.get("until") instanceof Long attempt ? attempt : Long.MAX_VALUE;
          if (context.attempt() < until && move.containsKey("fails")) {
            throw new IllegalStateException(text(move, "fails"));
          }
          if (Boolean.TRUE.equals(move.get("calls"))) {
            self.log("inside a step");
          }
          if (Boolean.TRUE.equals(move.get("unstorable"))) {
            return Set.of(1);
          }
          return Boolean.TRUE.equals(move.get("draws"))
              ? UUID.randomUUID().toString()
              : move.get("value");
        };
    return move.containsKey("retry")
        ? self.step(text(move, "name"), Object.class, StepOptions.retried(retry(move)), body)
        : self.step(text(move, "name"), Object.class, body);
  }

  /** The policy of a move: how many attempts, or its fields. */
  private RetryPolicy retry(Map<String, @Nullable Object> move) {
    if (move.get("retry") instanceof Long attempts) {
      return RetryPolicy.exponential(Duration.ofSeconds(1), 2).withMaxAttempts(attempts.intValue());
    }
    Map<String, @Nullable Object> fields = map(move.get("retry"));
    RetryPolicy policy = waits(fields.get("backoff"));
    if (fields.get("max_attempts") instanceof Long attempts) {
      policy = policy.withMaxAttempts(attempts.intValue());
    }
    if (fields.get("jitter") instanceof Double share) {
      policy = policy.withJitter(share);
    }
    if (fields.get("max_delay") instanceof Number) {
      policy = policy.withMaxDelay(requireNonNull(seconds(fields, "max_delay")));
    }
    if (fields.get("retry_if") instanceof List<?> names) {
      policy = policy.withRetryOn(names.stream().map(String::valueOf).toArray(String[]::new));
    }
    return fields.get("verdict") instanceof String verdict
        ? policy.withRetryIf(failure -> judge(failure, verdict))
        : policy;
  }

  private boolean judge(Failure failure, String verdict) {
    self.log("judged", failure.name());
    if (verdict.equals("raise")) {
      throw new IllegalStateException("cannot decide");
    }
    return verdict.equals(failure.message());
  }

  private static RetryPolicy waits(@Nullable Object backoff) {
    if (backoff instanceof List<?> delays) {
      return RetryPolicy.delays(
          delays.stream()
              .map(each -> requireNonNull(seconds(Map.of("s", each), "s")))
              .toArray(Duration[]::new));
    }
    if (backoff instanceof Map<?, ?>) {
      Map<String, @Nullable Object> growing = map(backoff);
      return RetryPolicy.exponential(
          requireNonNull(seconds(growing, "initial")),
          ((Number) requireNonNull(growing.get("multiplier"))).doubleValue());
    }
    return backoff == null
        ? RetryPolicy.exponential(Duration.ofSeconds(1), 2)
        : RetryPolicy.constant(requireNonNull(seconds(Map.of("s", backoff), "s")));
  }

  private List<Execution> list(Map<String, @Nullable Object> move) {
    return system.executions(Filter.of(move.get("filter")), order(move));
  }

  private List<Resource> listRecords(Map<String, @Nullable Object> move) {
    return shown(move)
        .resources(RecordType.of(text(move, "type")), Filter.of(move.get("filter")), order(move));
  }

  private static String[] order(Map<String, @Nullable Object> move) {
    return move.get("order") instanceof List<?> fields
        ? fields.stream().map(String::valueOf).toArray(String[]::new)
        : new String[0];
  }

  private void attempt(Map<String, @Nullable Object> move) {
    try {
      play(list(move.get("moves")));
    } catch (FlowEngineException e) {
      if (move.containsKey("finally")) {
        throw e;
      }
      caught = e;
    } finally {
      if (move.containsKey("finally")) {
        play(list(move.get("finally")));
      }
    }
  }

  @SuppressWarnings("PMD.AvoidCatchingThrowable")
  private void swallow(Map<String, @Nullable Object> move) {
    try {
      play(list(move.get("moves")));
    } catch (Throwable e) {
      over = false;
    }
  }

  private void each(Map<String, @Nullable Object> move) {
    Object all = requireNonNull(known.get(text(move, "of")));
    for (Object each : all instanceof List<?> several ? several : List.of(all)) {
      known.put("each", requireNonNull(each));
      play(list(move.get("moves")));
    }
  }

  // ---------------------------------------------------------------- values

  private @Nullable Object value(@Nullable Object literal) {
    if (literal instanceof List<?> elements) {
      List<@Nullable Object> values = new ArrayList<>();
      elements.forEach(element -> values.add(value(element)));
      return values;
    }
    if (!(literal instanceof Map<?, ?>)) {
      return literal;
    }
    Map<String, @Nullable Object> form = map(literal);
    if (!form.containsKey("expr")) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      form.forEach((key, element) -> values.put(key, value(element)));
      return values;
    }
    return switch (text(form, "expr")) {
      case "field" -> field(execution(text(form, "of")), text(form, "field"));
      case "record_field" ->
          Boolean.TRUE.equals(form.get("fresh"))
              ? resource(form).load(text(form, "field"))
              : resource(form).get(text(form, "field"));
      case "exists" ->
          known.get(String.valueOf(form.get("on"))) instanceof Execution execution
              ? execution.exists()
              : resource(form).exists();
      case "own" -> self.get(text(form, "field"));
      case "reference" -> resource(form);
      case "secret" -> system.secret(text(form, "name"));
      case "known" -> known.get(text(form, "of"));
      case "names" -> executions(text(form, "of")).stream().map(Execution::name).toList();
      case "each_field" -> eachField(form);
      case "content" -> content(form);
      case "response" -> ((Message) requireNonNull(known.get(text(form, "of")))).response();
      case "caught" -> caught(text(form, "what"));
      case "input" -> inputs.get(text(form, "key"));
      case "inputs" -> others();
      case "now" -> self.now();
      case "random" -> self.random().nextLong();
      case "uuid" -> self.uuid().toString();
      case "stray" -> Thread.currentThread().threadId();
      case "unstorable" -> Set.of(1);
      case "patched" -> self.patched(text(form, "id"));
      case "parent" -> self.parent().map(Execution::name).orElse(null);
      default -> throw new IllegalArgumentException("unknown expression " + form);
    };
  }

  private List<@Nullable Object> eachField(Map<String, @Nullable Object> form) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Object each : list(known.get(text(form, "of")))) {
      values.add(((Resource) requireNonNull(each)).get(text(form, "field")));
    }
    return values;
  }

  private static @Nullable Object field(Execution execution, String field) {
    return switch (field) {
      case "name" -> execution.name();
      case "status" -> execution.status();
      case "message" -> execution.message().orElse(null);
      case "output_value" -> execution.outputs();
      case "input_value" -> execution.inputs();
      default -> execution.get(field);
    };
  }

  private Map<String, @Nullable Object> others() {
    Map<String, @Nullable Object> others = new LinkedHashMap<>(inputs);
    others.remove("moves");
    return others;
  }

  private @Nullable Object caught(String what) {
    FlowEngineException e = caught;
    if (e == null) {
      return null;
    }
    return switch (what) {
      case "class" ->
          e.getClass()
              .getSimpleName()
              .replaceFirst(
                  "Exception$", e.getClass().getSimpleName().startsWith("Perm") ? "" : "Error");
      case "message" -> e.getMessage();
      default ->
          e instanceof DependencyFailedException failed
              ? failed.executionIds().stream().map(ExecutionId::toString).toList()
              : null;
    };
  }

  private Resource resource(Map<String, @Nullable Object> form) {
    if (form.get("on") instanceof String label) {
      return (Resource) requireNonNull(known.get(label));
    }
    String name = text(form, "name");
    if (form.get("shown") instanceof String) {
      return shown(form).resource(RecordType.of(text(form, "type")), name);
    }
    return switch (text(form, "type")) {
      case "setting" -> system.setting(name);
      case "flow" -> system.flow(name);
      case "project" -> system.project(name);
      case "message" -> system.message(name);
      default -> system.resource(RecordType.of(text(form, "type")), name);
    };
  }

  private FlowSystem shown(Map<String, @Nullable Object> form) {
    return switch (String.valueOf(form.get("shown"))) {
      case "all" -> system.allowDeleted();
      case "deleted" -> system.onlyDeleted();
      default -> system;
    };
  }

  private Execution on(Map<String, @Nullable Object> move) {
    return execution(text(move, "on"));
  }

  private Execution execution(String label) {
    return (Execution) requireNonNull(known.get(label), label);
  }

  private List<Execution> executions(String label) {
    List<Execution> executions = new ArrayList<>();
    if (known.get(label) instanceof List<?> several) {
      several.forEach(each -> executions.add((Execution) requireNonNull(each)));
    } else {
      executions.add(execution(label));
    }
    return executions;
  }

  private static ExecutionId id(@Nullable Object given) {
    return ExecutionId.of(given instanceof RecordRef ref ? ref.select() : String.valueOf(given));
  }

  private static @Nullable Duration seconds(Map<String, @Nullable Object> form, String key) {
    return form.get(key) instanceof Number number
        ? Duration.ofNanos((long) (number.doubleValue() * 1e9))
        : (Duration) form.get(key);
  }

  private static String text(Map<String, @Nullable Object> form, String key) {
    return (String) requireNonNull(form.get(key), key);
  }

  private static List<?> list(@Nullable Object value) {
    return (List<?>) requireNonNull(value);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, @Nullable Object> map(@Nullable Object value) {
    return (Map<String, @Nullable Object>) requireNonNull(value);
  }
}
