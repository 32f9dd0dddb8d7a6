package io.flowengine.testkit.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.FlowEngine;
import io.flowengine.FlowEngineBuilder;
import io.flowengine.WebhookTrigger;
import io.flowengine.event.EngineEvent;
import io.flowengine.event.WebhookRefused;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Query;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.Value;
import io.flowengine.spi.EngineListener;
import io.flowengine.spi.Store;
import io.flowengine.testkit.rule.Rule;
import io.flowengine.webhook.WebhookReply;
import io.flowengine.webhook.WebhookRequest;
import io.flowengine.webhook.WebhookVerifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** WH-3: hosts see what was refused, and never a secret. WH-4: how long events are known. */
@Timeout(60)
class WebhookAuditTest {
  private static final String BODY = "{\"card\": \"4111\"}";

  private final Store store = FlowEngine.inMemoryStore();
  private final List<WebhookRefused> refused = Collections.synchronizedList(new ArrayList<>());
  private final List<FlowEngine> engines = new ArrayList<>();
  private final FlowEngine engine = open(builder());

  private FlowEngineBuilder builder() {
    return FlowEngine.builder().store(store).flow("echo", (system, self, inputs) -> inputs);
  }

  private FlowEngine open(FlowEngineBuilder builder) {
    FlowEngine opened = builder.listener(new Auditor()).build();
    engines.add(opened);
    return opened;
  }

  /** Listens to refusals only. */
  private final class Auditor implements EngineListener {
    @Override
    public void on(EngineEvent event) {}

    @Override
    public void refused(WebhookRefused what) {
      refused.add(what);
    }
  }

  @AfterEach
  void close() {
    engines.forEach(FlowEngine::close);
  }

  private WebhookTrigger trigger() {
    return WebhookTrigger.of(engine, "echo").name("crm");
  }

  private static WebhookRequest post(String path, @Nullable String query, String... headers) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    all.put("Content-Type", List.of("application/json"));
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], List.of(headers[i + 1]));
    }
    return WebhookRequest.of("POST", path, query, all, BODY.getBytes(UTF_8));
  }

  private List<ExecutionRecord> executions() {
    return engine.executions(Query.all()).items();
  }

  // ---------------------------------------------------------------- refusals

  @Test
  void wh_3_a_listener_hears_of_a_forged_request_and_sees_no_secret_of_it() {
    WebhookTrigger trigger = trigger().verify(WebhookVerifier.hmacSha256("s3cret"));
    WebhookReply unused =
        trigger.handle(
            post(
                "/hooks/crm", "token=t0ken", "X-Signature", "f0rged", "Authorization", "Bearer b"));

    assertThat(refused).singleElement().satisfies(WebhookAuditTest::isForged);
    assertThat(refused.getFirst().toString())
        .doesNotContain("s3cret", "t0ken", "f0rged", "Bearer", "4111");
  }

  private static void isForged(WebhookRefused what) {
    assertThat(what.trigger()).isEqualTo("crm");
    assertThat(what.method()).isEqualTo("POST");
    assertThat(what.path()).isEqualTo("/hooks/crm");
    assertThat(what.status()).isEqualTo(401);
    assertThat(what.code()).isEqualTo("BAD_SIGNATURE");
    assertThat(what.reason()).isEqualTo("the signature does not fit the body");
  }

  @Test
  void wh_3_a_refusal_that_quotes_the_request_is_told_to_the_caller_only() {
    WebhookReply reply =
        trigger()
            .prepare(
                event -> {
                  throw new InvalidInputException("card", "must be a number", "4111");
                })
            .handle(post("/hooks/crm", null));

    assertThat(reply.text()).contains("was '4111'");
    assertThat(refused.getFirst().code()).isEqualTo("MALFORMED");
    assertThat(refused.getFirst().reason()).isEqualTo("the caller was told why");
  }

  @Test
  @Rule("FA-155")
  void a_wrong_key_of_a_stored_webhook_is_told_without_the_key() {
    Map<String, Object> fields =
        Map.of("flow", "echo", "is_enabled", true, "is_key_required", true, "key", "k3y");
    engine.records().save(RecordType.WEBHOOK, "hook", fields);
    WebhookReply reply =
        engine.webhooks().handle(post("/api/latest/webhook/hook/call", "key=gu3ss"));

    assertThat(reply.status()).isEqualTo(403);
    assertThat(refused).singleElement().extracting(WebhookRefused::code).isEqualTo("FORBIDDEN");
    assertThat(refused.getFirst().toString()).contains("hook").doesNotContain("k3y", "gu3ss");
  }

  @Test
  void what_the_caller_chooses_cannot_break_lines_of_a_log_and_is_cut() {
    String path = "/no\r\nforged line " + "x".repeat(500);
    WebhookReply reply = engine.webhooks().handle(post(path, null));

    assertThat(reply.status()).isEqualTo(404);
    assertThat(refused.getFirst().path()).startsWith("/no??forged").hasSize(201);
    assertThat(refused.getFirst().trigger()).hasSize(201);
  }

  @Test
  void what_is_let_in_is_no_refusal() {
    assertThat(trigger().handle(post("/hooks/crm", null)).status()).isEqualTo(200);
    assertThat(refused).isEmpty();
  }

  // ---------------------------------------------------------------- events

  private WebhookReply event(WebhookTrigger trigger, String id) {
    return trigger.eventIdHeader("X-Event-Id").handle(post("/hooks/crm", null, "X-Event-Id", id));
  }

  private String first() {
    WebhookReply unused = event(trigger(), "e1");
    String id = executions().getFirst().id().toString();
    store.remove(List.of(executions().getFirst().id()), List.of());
    return id;
  }

  @Test
  void wh_4_an_event_is_known_for_a_day_also_if_what_it_has_started_was_removed() {
    String id = first();
    WebhookReply again = event(trigger(), "e1");

    assertThat(again.status()).isEqualTo(200);
    assertThat(Value.ofJson(again.text()).toMap()).isEqualTo(Map.of("execution_id", id));
    assertThat(executions()).isEmpty();
  }

  @Test
  void wh_4_an_event_that_is_forgotten_starts_anew() {
    String id = first();
    WebhookReply unused = event(trigger().remember(Duration.ZERO), "e1");

    assertThat(executions()).hasSize(1);
    assertThat(executions().getFirst().id()).doesNotHaveToString(id);
  }

  @Test
  void wh_4_an_event_is_known_for_as_long_as_its_signature_is_good() {
    WebhookVerifier slow = WebhookVerifier.hmacSha256("s").tolerance(Duration.ofDays(2));
    String signature = WebhookSignatures.hex("s", BODY);
    WebhookTrigger trigger = trigger().remember(Duration.ZERO).verify(slow);
    WebhookRequest request = post("/hooks/crm", null, "X-Signature", signature);
    WebhookReply unused = trigger.handle(request);
    store.remove(List.of(executions().getFirst().id()), List.of());

    assertThat(trigger.handle(request).status()).isEqualTo(200);
    assertThat(executions()).isEmpty();
  }

  @Test
  void wh_4_events_of_two_triggers_are_not_taken_for_each_other() {
    WebhookReply one = event(trigger(), "e1");
    WebhookReply other = event(WebhookTrigger.of(engine, "echo").name("shop"), "e1");

    assertThat(List.of(one.status(), other.status())).containsOnly(200);
    assertThat(executions()).hasSize(2);
  }

  @Test
  void wh_4_two_engines_that_get_an_event_together_start_one_execution() {
    FlowEngine second = open(builder());
    List<CompletableFuture<WebhookReply>> replies = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      FlowEngine on = i % 2 == 0 ? engine : second;
      WebhookTrigger trigger = WebhookTrigger.of(on, "echo").eventIdHeader("X-Event-Id");
      WebhookRequest request = post("/hooks/crm", null, "X-Event-Id", "e1");
      replies.add(CompletableFuture.supplyAsync(() -> trigger.handle(request)));
    }

    assertThat(replies.stream().map(CompletableFuture::join).map(WebhookReply::text).distinct())
        .hasSize(1);
    assertThat(executions()).hasSize(1);
  }

  @Test
  void a_negative_memory_is_refused() {
    assertThatThrownBy(() -> trigger().remember(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
