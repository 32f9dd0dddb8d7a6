package io.flowengine.testkit.engine;

import static io.flowengine.testkit.engine.WebhookSignatures.hex;
import static io.flowengine.testkit.engine.WebhookSignatures.hmac;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.WebhookTrigger;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Query;
import io.flowengine.execution.Value;
import io.flowengine.testkit.FlowEngineExtension;
import io.flowengine.testkit.VirtualTime;
import io.flowengine.webhook.WebhookReply;
import io.flowengine.webhook.WebhookRequest;
import io.flowengine.webhook.WebhookVerifier;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 11 of the patterns: requests that start flows. */
class WebhookTriggerTest {
  private static final String BODY = "{\"name\": \"Ada\"}";
  private static final WebhookVerifier VERIFIER =
      WebhookVerifier.hmacSha256("secret").signatureHeader("X-Signature").prefix("sha256=");

  @RegisterExtension
  final FlowEngineExtension flows =
      FlowEngineExtension.builder()
          .flow("echo", (system, self, inputs) -> inputs)
          .flow("fails", (system, self, inputs) -> self.error("no luck"))
          .flow(
              "slow",
              (system, self, inputs) -> {
                self.sleep(ofDays(1));
                return null;
              })
          .flow("asks", (system, self, inputs) -> self.message("subject", "text").response())
          .flow(
              "early",
              (system, self, inputs) -> {
                self.earlyReturn(Map.of("ticket", 7));
                self.sleep(ofDays(1));
                return self.error("later");
              })
          .flow(
              "replies",
              (system, self, inputs) -> {
                self.webhookResponse(201, Map.of("X-Made", "yes"), "made");
                return null;
              })
          .build();

  private WebhookTrigger trigger(String flow) {
    return WebhookTrigger.of(flows.engine(), flow);
  }

  private static WebhookRequest post(String body, String... headers) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    all.put("Content-Type", List.of("application/json"));
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], List.of(headers[i + 1]));
    }
    return WebhookRequest.of("POST", "/hooks/contact", null, all, body.getBytes(UTF_8));
  }

  private static Map<String, @Nullable Object> json(WebhookReply reply) {
    return Value.ofJson(reply.text()).toMap();
  }

  private static @Nullable Object code(WebhookReply reply) {
    return ((Map<?, ?>) Value.of(json(reply).get("error")).toMap()).get("code");
  }

  private List<ExecutionRecord> executions() {
    return flows.engine().executions(Query.all()).items();
  }

  // ---------------------------------------------------------------- signatures

  @Test
  void wh_2_a_signature_over_the_raw_body_lets_the_request_in() {
    WebhookTrigger trigger = trigger("echo").verify(VERIFIER);
    WebhookReply reply = trigger.handle(post(BODY, "X-Signature", "sha256=" + hex("secret", BODY)));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(json(reply)).containsEntry("json", Map.of("name", "Ada"));
  }

  @Test
  void wh_2_base64_and_earlier_secrets_are_good_too() {
    WebhookTrigger trigger = trigger("echo").verify(WebhookVerifier.hmacSha256("new", "old"));
    String signature = Base64.getEncoder().encodeToString(hmac("old", BODY));

    assertThat(trigger.handle(post(BODY, "X-Signature", signature)).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sha256=", "00", "nonsense", "sha256=zz"})
  void wh_3_what_is_no_signature_starts_nothing(String signature) {
    WebhookReply reply =
        trigger("echo").verify(VERIFIER).handle(post(BODY, "X-Signature", signature));

    assertThat(reply.status()).isEqualTo(401);
    assertThat(executions()).isEmpty();
  }

  @Test
  void wh_3_a_forged_body_starts_nothing() {
    WebhookReply reply =
        trigger("echo")
            .verify(VERIFIER)
            .handle(post("{\"name\": \"Eve\"}", "X-Signature", hex("secret", BODY)));

    assertThat(reply.status()).isEqualTo(401);
    assertThat(code(reply)).isEqualTo("BAD_SIGNATURE");
    assertThat(executions()).isEmpty();
  }

  @Test
  void wh_3_a_request_without_a_signature_is_told_so() {
    assertThat(code(trigger("echo").verify(VERIFIER).handle(post(BODY))))
        .isEqualTo("MISSING_SIGNATURE");
  }

  private WebhookReply signedAt(long offset) {
    long at = VirtualTime.START.getEpochSecond() + offset;
    WebhookVerifier timed = VERIFIER.timestampHeader("X-Timestamp").tolerance(ofMinutes(5));
    String signature = hex("secret", at + "." + BODY);
    return trigger("echo")
        .verify(timed)
        .handle(post(BODY, "X-Signature", signature, "X-Timestamp", Long.toString(at)));
  }

  @Test
  void wh_3_a_signature_may_be_as_old_or_early_as_the_tolerance_says_and_no_more() {
    assertThat(signedAt(-300).status()).isEqualTo(200);
    assertThat(signedAt(300).status()).isEqualTo(200);
    assertThat(code(signedAt(-301))).isEqualTo("STALE");
    assertThat(code(signedAt(301))).isEqualTo("STALE");
  }

  @Test
  void wh_2_the_time_is_signed_with_the_body() {
    WebhookVerifier timed = VERIFIER.timestampHeader("X-Timestamp");
    String at = Long.toString(VirtualTime.START.getEpochSecond());
    WebhookReply reply =
        trigger("echo")
            .verify(timed)
            .handle(post(BODY, "X-Signature", hex("secret", BODY), "X-Timestamp", at));

    assertThat(code(reply)).isEqualTo("BAD_SIGNATURE");
  }

  // ---------------------------------------------------------------- repetitions

  @Test
  void wh_4_an_event_that_comes_again_starts_nothing_and_is_answered_with_the_first() {
    WebhookTrigger trigger = trigger("echo").eventIdHeader("X-Event-Id");
    WebhookReply first = trigger.handle(post(BODY, "X-Event-Id", "e1"));
    WebhookReply again = trigger.handle(post("{\"name\": \"Eve\"}", "X-Event-Id", "e1"));

    assertThat(again.text()).isEqualTo(first.text());
    assertThat(executions()).hasSize(1);
  }

  @Test
  void wh_4_without_event_ids_the_signed_content_tells_events_apart() {
    WebhookTrigger trigger = trigger("echo").verify(VERIFIER);
    String other = "{\"name\": \"Bob\"}";
    for (String body : List.of(BODY, BODY, other)) {
      WebhookReply unused = trigger.handle(post(body, "X-Signature", hex("secret", body)));
    }

    assertThat(executions()).hasSize(2);
  }

  // ---------------------------------------------------------------- inputs

  @Test
  void wh_5_the_flow_sees_parts_of_the_request_and_allowed_headers_only() {
    WebhookTrigger trigger =
        trigger("echo").verify(VERIFIER).headers("X-Kind", "X-Signature", "Authorization");
    WebhookReply reply =
        trigger.handle(
            post(
                BODY,
                "X-Signature",
                hex("secret", BODY),
                "X-Kind",
                "contact",
                "Authorization",
                "Bearer t",
                "X-Other",
                "o"));

    assertThat(json(reply))
        .containsEntry("method", "POST")
        .containsEntry("path", "/hooks/contact")
        .containsEntry("headers", Map.of("x-kind", "contact"));
  }

  @Test
  void wh_5_prepare_replaces_the_inputs() {
    assertThat(json(trigger("echo").prepare(event -> Map.of("x", 1)).handle(post(BODY))))
        .isEqualTo(Map.of("x", 1L));
    assertThat(json(trigger("echo").prepare(event -> null).handle(post(BODY)))).isEmpty();
    assertThat(json(trigger("echo").prepare(event -> 5).handle(post(BODY))))
        .isEqualTo(Map.of("value", 5L));
  }

  @Test
  void wh_5_text_and_bytes_come_as_such() {
    WebhookRequest text = WebhookRequest.of("PUT", "/", null, Map.of(), "hello".getBytes(UTF_8));
    WebhookRequest bytes = WebhookRequest.of("PUT", "/", null, Map.of(), new byte[] {-1, 0});

    assertThat(json(trigger("echo").handle(text))).containsEntry("text", "hello");
    assertThat(json(trigger("echo").handle(bytes))).containsEntry("body_base64", "/wA=");
  }

  @Test
  void wh_3_broken_json_too_much_of_it_and_refused_events_start_nothing() {
    assertThat(trigger("echo").handle(post("{\"name\": ")).status()).isEqualTo(400);
    assertThat(code(trigger("echo").maxBody(5).handle(post(BODY)))).isEqualTo("TOO_LARGE");
    WebhookReply refused =
        trigger("echo")
            .prepare(
                event -> {
                  throw new InvalidInputException("not for us");
                })
            .handle(post(BODY));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(executions()).isEmpty();
  }

  // ---------------------------------------------------------------- replies

  @Test
  void wh_6_async_answers_with_the_execution_at_once() {
    WebhookReply reply = trigger("slow").async().handle(post(BODY));

    assertThat(reply.status()).isEqualTo(202);
    assertThat(json(reply)).containsEntry("execution_id", executions().getFirst().id().toString());
  }

  @Test
  void wh_6_a_flow_that_takes_longer_than_the_limit_goes_on() {
    WebhookReply reply = trigger("asks").sync(ofSeconds(1)).handle(post(BODY));

    assertThat(reply.status()).isEqualTo(202);
    assertThat(executions().getFirst().status().isEnded()).isFalse();
  }

  @Test
  void wh_6_a_failure_is_500_with_its_name_and_message() {
    WebhookReply reply = trigger("fails").handle(post(BODY));

    assertThat(reply.status()).isEqualTo(500);
    assertThat(Value.of(json(reply).get("error")).toMap())
        .containsEntry("name", "ExecutionError")
        .containsEntry("message", "no luck");
  }

  @Test
  void wh_6_cf_11_an_early_return_answers_and_the_flow_goes_on() {
    WebhookReply reply = trigger("early").sync(ofMinutes(1)).handle(post(BODY));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(json(reply)).isEqualTo(Map.of("ticket", 7L));
  }

  @Test
  void wh_6_a_flow_sets_status_headers_and_body() {
    WebhookReply reply = trigger("replies").handle(post(BODY));

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.headers())
        .containsEntry("x-made", "yes")
        .containsEntry("content-type", "text/plain; charset=utf-8");
    assertThat(reply.text()).isEqualTo("made");
  }

  @Test
  void wh_3_a_flow_that_does_not_exist_is_500() {
    assertThat(trigger("nope").handle(post(BODY)).status()).isEqualTo(500);
  }
}
