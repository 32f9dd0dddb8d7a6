package io.flowengine.python;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.Filter;
import io.flowengine.execution.Query;
import io.flowengine.execution.Value;
import io.flowengine.testkit.FlowEngineExtension;
import io.flowengine.testkit.rule.Rule;
import io.flowengine.webhook.WebhookReply;
import io.flowengine.webhook.WebhookRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Section 12: webhooks as records. */
class WebhooksTest {
  @RegisterExtension final FlowEngineExtension flows = SharedPython.engines().build();

  @Test
  @Rule({"FA-111", "FA-168"})
  void one_that_is_not_productive_starts_the_flow_in_development_mode() {
    webhook("return {'x': 1}", "is_enabled=True, is_productive=False");

    WebhookReply unused = call("POST", "", "async=1", "");

    assertThat(started())
        .extracting(record -> record.field("is_productive"))
        .containsExactly(false);
  }

  /** Stores a webhook for a flow of these lines. */
  private void webhook(String flow, String fields) {
    flows.script(
        "flow", "import flow_api\n\ndef handler(system, this, inputs):\n" + flow.indent(4));
    flows.script(
        "setup",
        "def handler(system, this, inputs):\n    system.webhook('my hook').save(flow='flow', "
            + fields
            + ")\n");
    var unused = flows.engine().flow("setup").start().await(Duration.ofMinutes(1));
  }

  private WebhookReply call(String method, String path, @Nullable String query, String body) {
    Map<String, List<String>> headers =
        Map.of("Content-Type", List.of("application/json"), "X-A", List.of("a"));
    WebhookRequest request =
        WebhookRequest.of(
            method,
            "/api/latest/webhook/my%20hook/call" + path,
            query,
            body.isEmpty() ? Map.of() : headers,
            body.getBytes(UTF_8));
    return flows.engine().webhooks().handle(request, Set.of("X-A"), Duration.ofMinutes(1));
  }

  private static Map<String, @Nullable Object> json(WebhookReply reply) {
    return Value.ofJson(reply.text()).toMap();
  }

  private List<ExecutionRecord> started() {
    return flows.engine().executions(Query.where(Filter.eq("flow_name", "flow"))).items();
  }

  @Test
  @Rule("FA-154")
  void a_webhook_is_disabled_after_its_creation() {
    webhook("pass", "description='d'");

    assertThat(call("GET", "", null, "").status()).isEqualTo(404);
    assertThat(started()).isEmpty();
  }

  @Test
  @Rule({"FA-156", "FA-157"})
  void a_bare_get_gives_its_method_only_and_the_reply_is_the_execution() {
    webhook("this.set_output(got=inputs)", "is_enabled=True");
    WebhookReply reply = call("GET", "", null, "");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(json(reply))
        .containsOnlyKeys("id", "name", "status", "message", "output_value")
        .containsEntry("status", "ENDED_SUCCESS")
        .containsEntry("output_value", Map.of("got", Map.of("method", "GET")));
  }

  @Test
  @Rule({"FA-154", "FA-156"})
  void all_parts_of_a_request_are_inputs() {
    webhook("return inputs", "is_enabled=True");
    WebhookReply reply = call("POST", "/a/b", "x=1&y=2&y=3", "{\"k\": [1, null]}");

    assertThat(json(reply).get("output_value"))
        .isEqualTo(
            Value.ofJson(
                    """
                    {"method": "POST", "path": "a/b", "query": {"x": "1", "y": ["2", "3"]},
                     "headers": {"x-a": "a"}, "json": {"k": [1, null]}}
                    """)
                .toObject());
  }

  @Test
  @Rule({"FA-153", "FA-154"})
  void the_execution_has_the_roles_of_the_webhook_and_its_id() {
    webhook("pass", "is_enabled=True, roles=['guest']");
    assertThat(call("GET", "", null, "").status()).isEqualTo(200);

    assertThat(started().getFirst().field("roles")).isEqualTo(List.of("guest"));
    assertThat(started().getFirst().field("webhook_id")).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          key=secret   |                          | 200
                       | {"key": "secret", "a": 1} | 200
          key=Secret   |                          | 403
          key=         |                          | 403
                       | {"key": 5}               | 403
                       |                          | 403
          """)
  @Rule("FA-155")
  void a_key_is_needed_if_the_webhook_says_so(
      @Nullable String query, @Nullable String body, int status) {
    webhook("return inputs", "is_enabled=True, is_key_required=True, key='secret'");
    WebhookReply reply = call("POST", "", query, body == null ? "" : body);

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.text()).doesNotContain("secret");
    assertThat(started()).hasSize(status == 200 ? 1 : 0);
  }

  @Test
  @Rule("FA-155")
  void a_webhook_that_needs_a_key_and_has_none_lets_nobody_in() {
    webhook("pass", "is_enabled=True, is_key_required=True");

    assertThat(call("GET", "", "key=", "").status()).isEqualTo(403);
  }

  @Test
  @Rule("FA-157")
  void async_returns_at_once() {
    webhook("this.sleep(1000)", "is_enabled=True");
    WebhookReply reply = call("GET", "", "async=1&x=y", "");

    assertThat(reply.status()).isEqualTo(202);
    assertThat(started().getFirst().attributes().inputs().toMap())
        .containsEntry("query", Map.of("x", "y"));
  }

  @Test
  @Rule("FA-157")
  void a_failure_is_500() {
    webhook("this.error('broken')", "is_enabled=True");
    WebhookReply reply = call("GET", "", null, "");

    assertThat(reply.status()).isEqualTo(500);
    assertThat(json(reply)).containsEntry("message", "broken");
  }

  @Test
  @Rule({"FA-67", "FA-157"})
  void a_page_is_the_reply() {
    webhook("return this.webhook_html_response('<h1>Hello</h1>')", "is_enabled=True");
    WebhookReply reply = call("GET", "", null, "");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.headers()).containsEntry("content-type", "text/html; charset=utf-8");
    assertThat(reply.text()).isEqualTo("<h1>Hello</h1>");
  }

  @Test
  void cf_11_an_early_return_answers_once_while_the_flow_goes_on() {
    webhook(
        """
        this.early_return({'ticket': 7}, status=202)
        try:
            this.early_return(8)
        except flow_api.InvalidInputError as e:
            this.log(e.message)
        this.sleep(100000)
        """,
        "is_enabled=True");
    WebhookReply reply = call("GET", "", null, "");

    assertThat(reply.status()).isEqualTo(202);
    assertThat(json(reply)).isEqualTo(Map.of("ticket", 7L));
  }

  @Test
  void wh_6_a_flow_sets_the_reply() {
    webhook(
        "this.webhook_response(418, {'X-Tea': 'yes'}, b'\\x00\\xff')\nthis.error('teapot')",
        "is_enabled=True");
    WebhookReply reply = call("GET", "", null, "");

    assertThat(reply.status()).isEqualTo(418);
    assertThat(reply.headers()).containsEntry("x-tea", "yes");
    assertThat(reply.body()).containsExactly(0, 0xff);
  }

  @Test
  @Rule("FA-154")
  void other_methods_and_paths_are_refused() {
    webhook("pass", "is_enabled=True");

    assertThat(call("TRACE", "", null, "").status()).isEqualTo(405);
    assertThat(call("GET", "ed", null, "").status()).isEqualTo(404);
    assertThat(call("POST", "", null, "{broken").status()).isEqualTo(400);
    assertThat(started()).isEmpty();
  }

  @Test
  void a_flow_that_takes_longer_than_the_caller_waits_is_202() {
    webhook("this.message('s', 'wait for a person')", "is_enabled=True");
    WebhookRequest request =
        WebhookRequest.of("GET", "/api/latest/webhook/my%20hook/call", null, Map.of(), new byte[0]);

    assertThat(flows.engine().webhooks().handle(request, Set.of(), ofMillis(50)).status())
        .isEqualTo(202);
  }
}
