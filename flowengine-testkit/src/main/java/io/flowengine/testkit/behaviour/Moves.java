package io.flowengine.testkit.behaviour;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The moves that every player knows, and the expressions that stand for values known only when the
 * flow runs. Labels name executions, messages, records and results inside one flow; a child's label
 * is its name too, unless the move says otherwise.
 */
abstract class Moves {
  Moves() {}

  // ---------------------------------------------------------------- children

  /** Creates a child that makes these moves, starts it and waits. */
  static Move run(String label, Move... moves) {
    return create("run", label, "player").with("moves", moves);
  }

  /** Creates a child and starts it without waiting. */
  static Move start(String label, Move... moves) {
    return create("start", label, "player").with("moves", moves);
  }

  /** Creates a child that stays unstarted. */
  static Move create(String label, Move... moves) {
    return create("create", label, "player").with("moves", moves);
  }

  /** Runs a flow by its name. */
  static Move runFlow(String label, String flow) {
    return create("run", label, flow);
  }

  /** Runs what the player, which is a wrapper, is put around. */
  static Move runWrapped() {
    return Move.of("run_wrapped");
  }

  /** Makes a connection of a type, and waits. */
  static Move connect(String label, String type, Map<String, ?> inputs) {
    return Move.of("flow")
        .with("how", "run")
        .with("label", label)
        .with("connector_type", type)
        .with("inputs", inputs);
  }

  /** Makes a connection by a stored connector, and waits. */
  static Move connectBy(String label, String connector, Map<String, ?> inputs) {
    return Move.of("flow")
        .with("how", "run")
        .with("label", label)
        .with("connector", connector)
        .with("inputs", inputs);
  }

  /** Creates a child like another execution, starts it and waits. */
  static Move copy(String label, String original) {
    return Move.of("flow")
        .with("how", "run")
        .with("label", label)
        .with("clone", original)
        .with("unnamed", true);
  }

  private static Move create(String how, String label, String flow) {
    return Move.of("flow").with("how", how).with("label", label).with("flow", flow);
  }

  /** Starts an execution, or resumes it: {@code x.run_async()}. */
  static Move launch(String label) {
    return Move.of("launch").with("on", label);
  }

  /** Starts an execution and waits: {@code x.run()}. */
  static Move launchAndWait(String label) {
    return Move.of("launch_and_wait").with("on", label);
  }

  // ---------------------------------------------------------------- waiting

  static Move waitFor(String... labels) {
    return Move.of("wait_for").with("on", List.of(labels));
  }

  /** Waits for one execution through its own object: {@code x.wait()}. */
  static Move waitOn(String label) {
    return Move.of("wait_on").with("on", label);
  }

  static Move sleep(double seconds) {
    return Move.of("sleep").with("seconds", seconds);
  }

  static Move sleepUntil(Object instant) {
    return Move.of("sleep_until").with("at", instant);
  }

  /** Shows a text and waits for the acknowledgement: how tests hold a flow where they want it. */
  static Move ask(String subject) {
    return Move.of("message")
        .with("subject", subject)
        .with("kind", "message")
        .with("text", subject)
        .with("wait", true);
  }

  /** Asks for a text and waits for it. */
  static Move request(String subject) {
    return ask(subject).with("kind", "request");
  }

  /** Shows a form and waits for the answer. */
  static Move form(String subject, Map<String, ?> body) {
    return Move.of("message")
        .with("subject", subject)
        .with("kind", "body")
        .with("text", body)
        .with("wait", true);
  }

  static Move awaitAnswer(String label) {
    return Move.of("await_answer").with("on", label);
  }

  /** Waits for a signal. */
  static Move receive(String name) {
    return Move.of("receive").with("name", name);
  }

  /** Sends a signal to an execution; {@code self} is this one. */
  static Move send(String label, String name, @Nullable Object value) {
    return Move.of("send").with("on", label).with("name", name).with("value", value);
  }

  // ---------------------------------------------------------------- steering

  static Move pauseSelf() {
    return Move.of("pause_self");
  }

  static Move cancelSelf() {
    return Move.of("cancel_self");
  }

  static Move pause(String label) {
    return Move.of("pause").with("on", label);
  }

  static Move cancel(String label) {
    return Move.of("cancel").with("on", label);
  }

  /** Gives a label to an execution that exists: by id, or by an expression that stands for one. */
  static Move know(String label, Object id) {
    return Move.of("know")
        .with("label", label)
        .with("id", id instanceof Map<?, ?> ? id : id.toString());
  }

  // ---------------------------------------------------------------- ending

  static Move success(@Nullable String message) {
    return Move.of("success").with("message", message);
  }

  static Move error(@Nullable String message) {
    return Move.of("error").with("message", message);
  }

  /** Ends and goes on as another execution of the same player, which makes these moves. */
  static Move continueAs(Move... moves) {
    return Move.of("continue_as").with("moves", moves);
  }

  /** Raises an error of the language. */
  static Move raise(String message) {
    return Move.of("raise").with("message", message);
  }

  /** Returns from the handler with a value. */
  static Move give(@Nullable Object value) {
    return Move.of("give").with("value", value);
  }

  // ---------------------------------------------------------------- speaking

  static Move put(String key, @Nullable Object value) {
    return Move.of("put").with("key", key).with("value", value);
  }

  static Move putAll(Map<String, ?> outputs) {
    return Move.of("put_all").with("outputs", outputs);
  }

  static Move save(Map<String, ?> fields) {
    return Move.of("save").with("fields", fields);
  }

  static Move saveOn(String label, Map<String, ?> fields) {
    return Move.of("save_on").with("on", label).with("fields", fields);
  }

  static Move log(@Nullable Object... values) {
    return Move.of("log").with("values", Arrays.asList(values));
  }

  /** A step whose body returns a value. */
  static Move step(String name, @Nullable Object value) {
    return Move.of("step").with("name", name).with("value", value);
  }

  /** A step whose body draws a number that differs each time it runs. */
  static Move drawInStep(String name) {
    return Move.of("step").with("name", name).with("draws", true);
  }

  /** A step whose body raises an error of the language. */
  static Move failInStep(String name, String message) {
    return Move.of("step").with("name", name).with("fails", message);
  }

  /** A step whose body raises an error of the language until an attempt, and then returns. */
  static Move failInStepUntil(int attempt, String name, String message, @Nullable Object value) {
    return failInStep(name, message).with("until", attempt).with("value", value);
  }

  /** Raises an error of the language unless a value is what it should be. */
  static Move raiseUnless(Object value, Object expected, String message) {
    return Move.of("raise_unless")
        .with("value", value)
        .with("expected", expected)
        .with("message", message);
  }

  // ---------------------------------------------------------------- records

  static Move saveSetting(String name, @Nullable Object value) {
    return Move.of("save_record")
        .with("type", "setting")
        .with("name", name)
        .with("fields", fields("value", value));
  }

  static Move record(String call, String type, String name) {
    return Move.of(call).with("type", type).with("name", name);
  }

  /** Locks a setting. */
  static Move acquire(String setting) {
    return record("acquire", "setting", setting);
  }

  /** Frees the lock of a setting. */
  static Move release(String setting) {
    return record("release", "setting", setting);
  }

  static Move list(Map<String, ?> filter, String... order) {
    return Move.of("list").with("filter", filter).with("order", List.of(order));
  }

  private static Map<String, @Nullable Object> fields(String key, @Nullable Object value) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put(key, value);
    return fields;
  }

  // ---------------------------------------------------------------- control

  /** Makes moves and catches the errors of the flow API. */
  static Move attempt(Move... moves) {
    return Move.of("try").with("moves", moves);
  }

  /** Makes moves, and others behind them whatever happens. */
  static Move ensure(Move[] moves, Move... cleanUp) {
    return Move.of("try").with("moves", moves).with("finally", cleanUp);
  }

  /** Makes moves and hides what unwinds the flow, as a script must not. */
  static Move swallow(Move... moves) {
    return Move.of("swallow").with("moves", moves);
  }

  /** Makes moves for each element of a list, which has the label {@code each} meanwhile. */
  static Move each(String list, Move... moves) {
    return Move.of("each").with("of", list).with("moves", moves);
  }

  static Move[] moves(Move... moves) {
    return moves;
  }

  // ---------------------------------------------------------------- expressions

  private static Map<String, @Nullable Object> expression(String name, String key, Object value) {
    Map<String, @Nullable Object> form = new LinkedHashMap<>();
    form.put("expr", name);
    form.put(key, value);
    return form;
  }

  /** A field of an execution: name, status, message, input_value, output_value. */
  static Map<String, @Nullable Object> field(String label, String field) {
    Map<String, @Nullable Object> form = expression("field", "of", label);
    form.put("field", field);
    return form;
  }

  /** A field of a record. */
  static Map<String, @Nullable Object> recordField(String type, String name, String field) {
    Map<String, @Nullable Object> form = expression("record_field", "type", type);
    form.put("name", name);
    form.put("field", field);
    return form;
  }

  /** A field of the execution itself. */
  static Map<String, @Nullable Object> own(String field) {
    return expression("own", "field", field);
  }

  /** A field of a record that a move has put under a label. */
  static Map<String, @Nullable Object> fieldOf(String label, String field) {
    Map<String, @Nullable Object> form = expression("record_field", "on", label);
    form.put("field", field);
    return form;
  }

  /** Whether what has a label is there. */
  static Map<String, @Nullable Object> isThere(String label) {
    return expression("exists", "on", label);
  }

  /** The same expression, with deleted records: {@code all}, or those only: {@code deleted}. */
  static Map<String, @Nullable Object> shown(String which, Map<String, @Nullable Object> form) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>(form);
    shown.put("shown", which);
    return shown;
  }

  /** A field of each record of a listing. */
  static Map<String, @Nullable Object> eachField(String label, String field) {
    Map<String, @Nullable Object> form = expression("each_field", "of", label);
    form.put("field", field);
    return form;
  }

  static Map<String, @Nullable Object> exists(String type, String name) {
    Map<String, @Nullable Object> form = expression("exists", "type", type);
    form.put("name", name);
    return form;
  }

  /** A reference to a record, as a value. */
  static Map<String, @Nullable Object> reference(String type, String name) {
    Map<String, @Nullable Object> form = expression("reference", "type", type);
    form.put("name", name);
    return form;
  }

  /** What is kept under a label. */
  static Map<String, @Nullable Object> known(String label) {
    return expression("known", "of", label);
  }

  /** The names of a list of executions. */
  static Map<String, @Nullable Object> names(String label) {
    return expression("names", "of", label);
  }

  /** The answer to a message; null while there is none. */
  static Map<String, @Nullable Object> response(String label) {
    return expression("response", "of", label);
  }

  /** The class of the error caught last, by its name in Python. */
  static Map<String, @Nullable Object> caught() {
    return expression("caught", "what", "class");
  }

  static Map<String, @Nullable Object> caughtMessage() {
    return expression("caught", "what", "message");
  }

  /** The ids of the executions that a {@code DependencyFailedError} names, first one first. */
  static Map<String, @Nullable Object> caughtExecutions() {
    return expression("caught", "what", "executions");
  }

  static Map<String, @Nullable Object> input(String key) {
    return expression("input", "key", key);
  }

  /** The inputs of this flow but for its moves. */
  static Map<String, @Nullable Object> inputs() {
    return expression("inputs", "of", "self");
  }

  /** The time. */
  static Map<String, @Nullable Object> now() {
    return expression("now", "of", "self");
  }

  /** A random number. */
  static Map<String, @Nullable Object> random() {
    return expression("random", "of", "self");
  }

  static Map<String, @Nullable Object> uuid() {
    return expression("uuid", "of", "self");
  }

  /** A number that differs in each run, as nothing in a flow should. */
  static Map<String, @Nullable Object> stray() {
    return expression("stray", "of", "self");
  }

  /** Which side of a change the execution takes. */
  static Map<String, @Nullable Object> patched(String id) {
    return expression("patched", "id", id);
  }

  /** A set, which cannot be stored. */
  static Map<String, @Nullable Object> unstorable() {
    return expression("unstorable", "of", "self");
  }

  /** The name of the execution that created this one; null for none. */
  static Map<String, @Nullable Object> parentName() {
    return expression("parent", "of", "self");
  }
}
