package io.flowengine.internal.recurring;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.Value;
import io.flowengine.resource.FireOutcome;
import io.flowengine.spi.CallResult;
import io.flowengine.spi.FlowCalls;
import io.flowengine.spi.ScriptFailedException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The journaled calls of an execution that works on a schedule. Each that writes names the version
 * of what the schedule has come to, as the call before left it, so that nothing needs to be read
 * first: if somebody else has written meanwhile, the schedule was changed, and it is over here.
 */
final class ScheduleCalls {
  private final FlowCalls calls;
  private Map<String, @Nullable Object> schedule = Map.of();
  private long version;
  private @Nullable Instant at;
  private int writes;
  private boolean superseded;

  /** Leaves the program, because a call was answered by the end of the execution. */
  static final class Left extends RuntimeException {
    private static final long serialVersionUID = 1;

    Left() {
      super(null, null, false, false);
    }
  }

  /**
   * What there is to work on.
   *
   * @param id the id of the schedule
   * @param fields its fields
   * @param state how far it has come
   */
  record Begun(String id, Map<String, @Nullable Object> fields, ScheduleState state) {}

  /**
   * How a run has ended.
   *
   * @param run the run
   * @param status its status; GONE if it was removed
   * @param again when it is to be tried again; null for not
   */
  record Ended(Run run, String status, @Nullable Instant again) {}

  ScheduleCalls(FlowCalls calls) {
    this.calls = calls;
  }

  /** Reads the schedule; null if others work on it. */
  @Nullable Begun begin() {
    Map<String, @Nullable Object> begun = call("schedule.begin", Map.of()).toMap();
    if (!(begun.get("schedule") instanceof Map<?, ?> found)) {
      return null;
    }
    schedule = Value.of(found).toMap();
    learn(begun);
    writes = 0;
    return new Begun(
        String.valueOf(schedule.get("id")),
        Value.of(schedule.get("fields")).toMap(),
        ScheduleState.of((Map<?, ?>) requireNonNull(begun.get("state"))));
  }

  /** What time it is; the last call may have told it, so that it need not be recorded again. */
  Instant now() {
    Instant told = at;
    at = null;
    return told == null ? calls.now() : told;
  }

  /** How many calls have written. */
  int writes() {
    return writes;
  }

  /** True if others work on the schedule since. */
  boolean isSuperseded() {
    return superseded;
  }

  /**
   * Starts the flow for a nominal fire.
   *
   * @param state with this fire
   * @param nominal the nominal instant
   * @param rest until when there is nothing else to do, so that the call need not return before;
   *     null if that is not known
   * @return what is recorded: the outcome, and the execution if there is one
   */
  Map<String, @Nullable Object> fire(ScheduleState state, Instant nominal, @Nullable Instant rest) {
    Map<String, @Nullable Object> arguments = outcome(nominal, FireOutcome.FIRED);
    if (rest != null) {
      arguments.put("rest", rest.toString());
    }
    return write("schedule.settle", arguments, state);
  }

  /**
   * Ends nominal fires without starting the flow.
   *
   * @param state with this fire
   * @param nominal the nominal instant
   * @param details what else is known of it: since when, or what it failed with
   * @return what is recorded: the outcome, and the execution if there is one
   */
  Map<String, @Nullable Object> settle(
      ScheduleState state, Instant nominal, FireOutcome outcome, Map<String, String> details) {
    Map<String, @Nullable Object> arguments = outcome(nominal, outcome);
    if (!details.isEmpty()) {
      arguments.put("details", details);
    }
    return write("schedule.settle", arguments, state);
  }

  private static Map<String, @Nullable Object> outcome(Instant nominal, FireOutcome outcome) {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    arguments.put("nominal", nominal.toString());
    arguments.put("outcome", outcome.name());
    return arguments;
  }

  /** Begins the next attempt of a run; gives its execution, or null if it could not be started. */
  @Nullable String again(ScheduleState state, Run run) {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    arguments.put("run", run.stored());
    return write("schedule.again", arguments, state).get("execution") instanceof String id
        ? id
        : null;
  }

  /**
   * Counts the end of a run, and starts what is to be started then.
   *
   * @param state with this end
   * @param nominal the nominal fire that it was about
   * @param about the execution, or what else it ended with
   * @param flows what is started, by the field that names it
   */
  void ended(
      ScheduleState state, Instant nominal, Map<String, String> about, Map<String, String> flows) {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    arguments.put("nominal", nominal.toString());
    arguments.put("about", about);
    arguments.put("flows", flows);
    Map<String, @Nullable Object> unused = write("schedule.ended", arguments, state);
  }

  private Map<String, @Nullable Object> write(
      String name, Map<String, @Nullable Object> arguments, ScheduleState state) {
    writes++;
    arguments.put("schedule", schedule);
    arguments.put("version", version);
    arguments.put("state", state.stored());
    Map<String, @Nullable Object> result = call(name, arguments).toMap();
    superseded |= Boolean.TRUE.equals(result.get("superseded"));
    learn(result);
    return result;
  }

  private void learn(Map<String, @Nullable Object> result) {
    if (result.get("version") instanceof Number number) {
      version = number.longValue();
    }
    at = result.get("at") instanceof String text ? Instant.parse(text) : null;
  }

  /**
   * Finds those of some runs that have ended.
   *
   * @param retry whether they are tried again; null for not
   */
  List<Ended> ended(List<Run> runs, @Nullable Object retry) {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    arguments.put("runs", runs.stream().map(Run::stored).toList());
    arguments.put("retry", retry);
    List<Ended> ended = new ArrayList<>();
    Value found = call("schedule.look", arguments);
    for (Object each : (List<?>) requireNonNull(found.toObject())) {
      Map<?, ?> fields = (Map<?, ?>) requireNonNull(each);
      ended.add(
          new Ended(
              Run.of((Map<?, ?>) requireNonNull(fields.get("run"))),
              String.valueOf(fields.get("status")),
              fields.get("again") instanceof String text ? Instant.parse(text) : null));
    }
    return ended;
  }

  /**
   * Asks a flow whether a fire takes place.
   *
   * @return its answer; text with what went wrong if it failed
   */
  @Nullable Object ask(String flow, Instant nominal, Duration limit) {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    arguments.put("flow", flow);
    arguments.put("name", "should_run of " + schedule.get("name"));
    arguments.put(
        "inputs",
        Map.of(
            "scheduled_for",
            nominal.atOffset(ZoneOffset.UTC),
            "schedule_id",
            String.valueOf(schedule.get("id"))));
    arguments.put("timeout", limit);
    at = null;
    CallResult asked = calls.call("flow", Value.of("flow", arguments));
    if (asked instanceof CallResult.Raised raised) {
      return raised.error() + ": " + raised.message();
    }
    List<?> handle = (List<?>) requireNonNull(returned(asked).toObject());
    return call("schedule.answer", Map.of("execution", requireNonNull(handle.getFirst())))
        .toObject();
  }

  void cancel(Run run) {
    Value unused = call("cancel", Map.of("execution", run.id()));
  }

  void sleepUntil(Instant until) {
    learn(call("schedule.rest", Map.of("until", until.toString())).toMap());
  }

  /** Waits until one of some runs has ended, or for an instant. */
  void waitFor(List<Run> runs, @Nullable Instant until, Instant now) {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    arguments.put("executions", runs.stream().map(Run::id).toList());
    arguments.put("return_when", "FIRST_ENDED");
    if (until != null) {
      arguments.put("timeout", Duration.between(now, until));
    }
    CallResult waited = calls.call("wait_for", Value.of(arguments));
    at = null;
    if (!(waited instanceof CallResult.Raised)) { // the time is over, or they were removed
      Value unused = returned(waited);
    }
  }

  private Value call(String name, Map<String, ? extends @Nullable Object> arguments) {
    return returned(calls.call(name, Value.of(name, arguments)));
  }

  private static Value returned(CallResult answer) {
    return switch (answer) {
      case CallResult.Returned returned -> returned.value();
      case CallResult.Raised raised ->
          throw new ScriptFailedException(raised.error(), raised.message(), "", List.of(), null);
      default -> throw new Left();
    };
  }
}
