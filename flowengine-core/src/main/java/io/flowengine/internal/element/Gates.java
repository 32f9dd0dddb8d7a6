package io.flowengine.internal.element;

import io.flowengine.element.ElementStep.Gate;
import io.flowengine.element.GateCheck;
import io.flowengine.element.TaskResult;
import io.flowengine.execution.Value;
import io.flowengine.internal.element.Moment.Ended;
import io.flowengine.internal.element.Question.Answer;
import io.flowengine.internal.element.Question.Kind;
import io.flowengine.spi.CallResult;
import io.flowengine.spi.FlowCalls;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The gates of a run that are asked: checks on threads of their own, people by messages. When
 * nothing is left but one message the run waits for it without a worker; beside other work it looks
 * for answers from time to time.
 */
final class Gates {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final FlowCalls calls;
  private final Workshop shop;
  private final JournaledStage stage;
  private final Map<Integer, String> messages = new LinkedHashMap<>();
  private final Checks checks;
  private @Nullable Instant lookAt;

  Gates(FlowCalls calls, Workshop shop, JournaledStage stage, Runnable wake) {
    this.calls = calls;
    this.shop = shop;
    this.stage = stage;
    this.checks = new Checks(shop.environment(), wake);
  }

  private @Nullable GateCheck check(Question question) {
    return question.gate() == null ? null : shop.gates().get(question.gate().name());
  }

  // ---------------------------------------------------------------- people

  /** Asks people at the gates that have come up since. */
  CallResult open() {
    CallResult answer = new CallResult.Returned(Value.NULL);
    for (Question question : stage.questions()) {
      if (check(question) == null && !messages.containsKey(question.number())) {
        answer = calls.call("message", Value.of(question.message()));
        if (!(answer instanceof CallResult.Returned returned)) {
          return answer;
        }
        messages.put(question.number(), String.valueOf(returned.value().toObject()));
      }
    }
    messages.keySet().removeIf(number -> !stage.isAsked(number));
    return answer;
  }

  /** True if one answer of people is all that is waited for, for a while at least. */
  boolean isAloneFor(@Nullable Instant due, Duration soon) {
    List<Question> questions = stage.questions();
    return questions.size() == 1
        && check(questions.getFirst()) == null
        && (due == null || due.isAfter(stage.now().plus(soon)));
  }

  /**
   * Waits for the one answer, without a worker.
   *
   * @param due when something else is to happen; null if nothing is
   * @param feed is given what the answer ends
   * @param again is given the attempt that the answer wants made again
   */
  CallResult await(@Nullable Instant due, Consumer<Moment> feed, Consumer<Opened> again) {
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
      Answer given = Answer.of(returned.value().toMap().get("response"));
      Opened repeated = given.kind() == Kind.AGAIN ? stage.again(question.number()) : null;
      if (repeated == null) {
        feed.accept(new Moment(at, List.of(new Ended(question.number(), ending(question, given)))));
      } else {
        again.accept(repeated);
      }
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

  static Ending ending(Question question, Answer given) {
    if (given.kind() == Kind.YES) {
      return Ending.ok();
    }
    String unknown = question.attempt() == null ? "" : "UNKNOWN_OUTCOME: ";
    return Ending.of(TaskResult.failed(unknown + given.reason()));
  }

  // ---------------------------------------------------------------- beside other work

  /** Begins the checks of gates that have come up since. */
  void begin() {
    for (Question question : stage.questions()) {
      GateCheck check = check(question);
      Gate gate = question.gate();
      if (gate != null && check != null && !checks.have(question.number())) {
        GateCheck.Question asked =
            new GateCheck.Question(
                calls.id().toString(),
                gate.name(),
                question.run().flow().name(),
                question.run().batches().number(),
                question.elements());
        checks.begin(question.number(), check, asked);
      }
    }
  }

  /** The run is cancelled: no answer decides anything any more. */
  void dismiss() {
    List<Ended> unused = checks.hear(number -> false);
  }

  boolean areChecking() {
    return checks.areUnderWay();
  }

  /**
   * The answers that have come since.
   *
   * @param again is given the attempts that answers want made again
   */
  List<Ended> hear(Consumer<Opened> again) {
    if (!checks.areUnderWay() && messages.isEmpty()) {
      return List.of();
    }
    List<Ended> heard = checks.hear(stage::isAsked);
    Instant now = shop.environment().instant();
    if (lookAt != null && !now.isBefore(lookAt)) {
      lookAt = null;
      for (Question question : stage.questions()) {
        String message = messages.get(question.number());
        Object response = message == null ? null : shop.answer(message).orElse(null);
        if (response != null) {
          Answer given = Answer.of(response);
          Opened repeated = given.kind() == Kind.AGAIN ? stage.again(question.number()) : null;
          if (repeated == null) {
            heard.add(new Ended(question.number(), ending(question, given)));
          } else {
            again.accept(repeated);
          }
        }
      }
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
    checks.leave();
  }
}
