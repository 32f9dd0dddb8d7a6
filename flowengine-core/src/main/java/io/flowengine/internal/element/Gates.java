package io.flowengine.internal.element;

import io.flowengine.element.GateCheck;
import io.flowengine.element.TaskResult;
import io.flowengine.execution.Value;
import io.flowengine.internal.element.JournaledStage.Question;
import io.flowengine.internal.element.Moment.Ended;
import io.flowengine.spi.CallResult;
import io.flowengine.spi.FlowCalls;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The gates of a run that are asked: checks on threads of their own, people by messages. When
 * nothing is left but one message the run waits for it without a worker; beside other work it looks
 * for answers from time to time.
 */
final class Gates {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final String APPROVE = "approve";
  private static final String REASON = "reason";

  private final FlowCalls calls;
  private final Workshop shop;
  private final JournaledStage stage;
  private final Runnable wake;
  private final Map<Integer, String> messages = new LinkedHashMap<>();
  private final Set<Integer> checking = new HashSet<>();
  private final Queue<Ended> answered = new ConcurrentLinkedQueue<>();
  private @Nullable Instant lookAt;

  Gates(FlowCalls calls, Workshop shop, JournaledStage stage, Runnable wake) {
    this.calls = calls;
    this.shop = shop;
    this.stage = stage;
    this.wake = wake;
  }

  private @Nullable GateCheck check(Question question) {
    return shop.gates().get(question.gate().name());
  }

  // ---------------------------------------------------------------- people

  /** Asks people at the gates that have come up since. */
  CallResult open() {
    CallResult answer = new CallResult.Returned(Value.NULL);
    for (Question question : stage.questions()) {
      if (check(question) == null && !messages.containsKey(question.number())) {
        answer = calls.call("message", Value.of(message(question)));
        if (!(answer instanceof CallResult.Returned returned)) {
          return answer;
        }
        messages.put(question.number(), String.valueOf(returned.value().toObject()));
      }
    }
    messages.keySet().removeIf(number -> !stage.isOpen(number));
    return answer;
  }

  private static Map<String, Object> message(Question question) {
    String gate = question.gate().name();
    String flow = question.run().flow().name();
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(
        "text",
        Map.of(
            "element",
            "markdown",
            "type",
            "string",
            "description",
            "Flow **" + flow + "** waits at the gate **" + gate + "**.",
            "order",
            1));
    properties.put(
        REASON, Map.of("element", "string", "type", "string", "label", "Reason", "order", 2));
    properties.put(
        APPROVE, Map.of("element", "submit", "type", "boolean", "label", "Approve", "order", 3));
    properties.put(
        "refuse", Map.of("element", "submit", "type", "boolean", "label", "Refuse", "order", 4));
    Map<String, Object> call = new LinkedHashMap<>();
    call.put("subject", shortened("gate " + gate + " of " + flow));
    call.put("body", Map.of("type", "object", "properties", properties));
    call.put("wait", false);
    return call;
  }

  private static String shortened(String subject) {
    return subject.length() <= 128 ? subject : subject.substring(0, 128);
  }

  /** True if one answer of people is all that is waited for, for a while at least. */
  boolean isAloneFor(@Nullable Instant due, Duration soon) {
    List<Question> questions = stage.questions();
    return questions.size() == 1
        && check(questions.getFirst()) == null
        && (due == null || due.isAfter(stage.now().plus(soon)));
  }

  /** Waits for the one answer, without a worker. */
  CallResult await(@Nullable Instant due, Consumer<Moment> feed) {
    Question question = stage.questions().getFirst();
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("message", String.valueOf(messages.get(question.number())));
    if (due != null) {
      arguments.put("timeout", Duration.between(stage.now(), due));
    }
    CallResult answer = calls.call("message.wait", Value.of(arguments));
    if (answer instanceof CallResult.Returned returned) {
      Instant now = calls.now();
      Instant at = now.isBefore(stage.now()) ? stage.now() : now;
      Object response = returned.value().toMap().get("response");
      feed.accept(new Moment(at, List.of(new Ended(question.number(), ending(response)))));
    } else if (due != null
        && answer instanceof CallResult.Raised raised
        && raised.error().equals("MessageResponseTimeoutError")) {
      List<Ended> ended = new ArrayList<>();
      stage.addDue(due, ended);
      feed.accept(new Moment(due, ended));
      return new CallResult.Returned(Value.NULL);
    }
    return answer;
  }

  static Ending ending(@Nullable Object response) {
    Map<?, ?> fields = response instanceof Map<?, ?> map ? map : Map.of();
    if (Boolean.TRUE.equals(fields.get(APPROVE))) {
      return Ending.ok();
    }
    Object reason = fields.get(REASON);
    return Ending.of(TaskResult.failed(reason == null ? "no reason given" : reason.toString()));
  }

  // ---------------------------------------------------------------- beside other work

  /** Begins the checks of gates that have come up since. */
  void begin() {
    for (Question question : stage.questions()) {
      GateCheck check = check(question);
      if (check != null && !checking.contains(question.number())) {
        int batch = question.run().batches().number();
        GateCheck.Question asked =
            new GateCheck.Question(
                calls.id().toString(), question.gate().name(), question.run().flow().name(), batch);
        checking.add(question.number());
        shop.environment().execute(() -> check(question.number(), check, asked));
      }
    }
  }

  private void check(int number, GateCheck check, GateCheck.Question asked) {
    Ending ending;
    try {
      ending =
          check.passes(asked)
              ? Ending.ok()
              : Ending.of(TaskResult.failed("the check says that it is not to be passed"));
    } catch (Exception e) {
      ending = Ending.of(TaskResult.failed(e.getClass().getSimpleName() + ": " + e.getMessage()));
    }
    answered.add(new Ended(number, ending));
    wake.run();
  }

  boolean areChecking() {
    return !checking.isEmpty() || !answered.isEmpty();
  }

  /** The answers that have come since. */
  List<Ended> hear() {
    if (checking.isEmpty() && messages.isEmpty()) {
      return List.of();
    }
    List<Ended> heard = new ArrayList<>(0);
    for (Ended next = answered.poll(); next != null; next = answered.poll()) {
      if (checking.remove(next.number()) && stage.isOpen(next.number())) {
        heard.add(next);
      }
    }
    Instant now = shop.environment().instant();
    if (lookAt != null && !now.isBefore(lookAt)) {
      lookAt = null;
      messages.forEach(
          (number, id) ->
              shop.answer(id)
                  .ifPresent(
                      response -> {
                        if (stage.isOpen(number)) {
                          heard.add(new Ended(number, ending(response)));
                        }
                      }));
    }
    return heard;
  }

  /** When to look for answers of people; null if there is nothing to look for. */
  @Nullable Instant next(Instant now) {
    boolean asksPeople = stage.questions().stream().anyMatch(each -> check(each) == null);
    if (!asksPeople) {
      lookAt = null;
    } else if (lookAt == null) {
      lookAt = now.plus(LOOK);
    }
    return lookAt;
  }

  void leave() {
    checking.clear();
  }
}
