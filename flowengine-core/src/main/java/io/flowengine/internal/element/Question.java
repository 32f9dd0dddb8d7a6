package io.flowengine.internal.element;

import io.flowengine.element.ElementStep.Gate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What somebody outside of a run is to answer: whether a gate is passed, or how an attempt has
 * ended of which nobody knows how far it came.
 *
 * @param number the number of what waits for the answer
 * @param run the run that asks
 * @param gate the gate; null if it is about an attempt
 * @param elements the ids of those that wait for the answer, in rank order
 * @param attempt the attempt; null if it is about a gate
 */
record Question(
    int number,
    ElementRun run,
    @Nullable Gate gate,
    List<String> elements,
    @Nullable Attempt attempt) {
  private static final String APPROVE = "approve";
  private static final String REFUSE = "refuse";
  private static final String REASON = "reason";
  private static final String AGAIN = "again";
  private static final int LONGEST_SUBJECT = 128;

  /** What a form answers. */
  enum Kind {
    YES,
    NO,
    AGAIN
  }

  /**
   * An answer.
   *
   * @param kind what is answered
   * @param reason why not
   */
  record Answer(Kind kind, String reason) {
    static Answer of(@Nullable Object response) {
      Map<?, ?> fields = response instanceof Map<?, ?> map ? map : Map.of();
      Object reason = fields.get(REASON);
      Kind kind =
          Boolean.TRUE.equals(fields.get(APPROVE))
              ? Kind.YES
              : Boolean.TRUE.equals(fields.get(AGAIN)) ? Kind.AGAIN : Kind.NO;
      return new Answer(kind, reason == null ? "no reason given" : reason.toString());
    }
  }

  /** The arguments of the message that asks people. */
  Map<String, Object> message() {
    String flow = run.flow().name();
    String subject;
    String text;
    List<Map<String, Object>> buttons;
    if (attempt == null) {
      String name = gate == null ? "" : gate.name();
      subject = "gate " + name + " of " + flow;
      text = "Flow **" + flow + "** waits at the gate **" + name + "**.";
      buttons = List.of(button(APPROVE, "Approve"), button(REFUSE, "Refuse"));
    } else {
      String what = attempt.step().id() + "** on **" + attempt.elementId();
      subject = "outcome of " + attempt.step().id() + " on " + attempt.elementId();
      text =
          "Flow **"
              + flow
              + "** was doing **"
              + what
              + "** when its JVM died. Find out how far that came.";
      buttons =
          List.of(
              button(APPROVE, "It has ended well"),
              button(REFUSE, "It has failed"),
              button(AGAIN, "Do it again"));
    }
    Map<String, Object> properties = new LinkedHashMap<>();
    Stream.concat(
            Stream.of(
                Map.<String, Object>of(
                    "name", "text", "element", "markdown", "type", "string", "description", text),
                Map.<String, Object>of(
                    "name", REASON, "element", "string", "type", "string", "label", "Reason")),
            buttons.stream())
        .forEach(
            field -> {
              Map<String, Object> placed = new LinkedHashMap<>(field);
              placed.put("order", properties.size() + 1);
              properties.put(String.valueOf(placed.remove("name")), placed);
            });
    Map<String, Object> call = new LinkedHashMap<>();
    call.put("subject", subject.substring(0, Math.min(subject.length(), LONGEST_SUBJECT)));
    call.put("body", Map.of("type", "object", "properties", properties));
    call.put("wait", false);
    return call;
  }

  private static Map<String, Object> button(String name, String label) {
    return Map.of("name", name, "element", "submit", "type", "boolean", "label", label);
  }
}
