package io.flowengine.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FormPageTest {
  private static final Pattern LINK = Pattern.compile("href=\"(/messages/[^\"]+)\">Your order<");

  private final FlowEngine engine = FormPage.engine();
  private final FormPage page = FormPage.open(engine, 0);
  private final HttpClient browser = HttpClient.newHttpClient();
  private final Execution order = engine.flow("order").start();

  FormPageTest() throws IOException {}

  @AfterEach
  void close() {
    browser.close();
    page.close();
    engine.close();
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String path) throws Exception {
    URI uri = URI.create("http://localhost:" + page.port() + path);
    return browser.send(request.uri(uri).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(), path);
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return send(HttpRequest.newBuilder().POST(BodyPublishers.ofString(body)), path);
  }

  /** The address of the form, once it is open. */
  private String form() throws Exception {
    while (true) {
      Matcher link = LINK.matcher(get("/").body());
      if (link.find()) {
        return link.group(1);
      }
      assertThat(order.status().isEnded()).isFalse();
    }
  }

  @Test
  void the_page_of_a_form_has_its_fields_and_buttons() throws Exception {
    String html = get(form()).body();

    assertThat(html)
        .contains("What do you need?")
        .contains("<label>Article * <input name=\"article\" type=\"text\"")
        .contains("name=\"pieces\"")
        .contains("value=\"1\"")
        .contains("<input name=\"gift\" type=\"checkbox\"")
        .contains("<button name=\"order\">Order</button>")
        .contains("<button name=\"refuse\">No thanks</button>");
  }

  @Test
  void an_answer_that_fits_goes_to_the_flow() throws Exception {
    String form = form();
    HttpResponse<String> answer =
        post(form, "article=tea+%26+milk&pieces=2&gift=on&reason=&order=");

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(order.await(Duration.ofSeconds(10)).outputs())
        .isEqualTo(Map.of("article", "tea & milk", "pieces", 2L, "gift", true, "order", true));
    assertThat(get(form).statusCode()).isEqualTo(404);
    assertThat(get("/").body()).doesNotContain("Your order");
  }

  @Test
  void what_is_wrong_stands_beside_each_field_and_what_was_entered_is_kept() throws Exception {
    HttpResponse<String> answer = post(form(), "article=%3Cb%3E&pieces=many&reason=&order=");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body())
        .contains("Pieces must be a number, was &#39;many&#39;")
        .contains("value=\"&lt;b&gt;\"")
        .doesNotContain("<b>");
    assertThat(post(form(), "order=").body())
        .contains("Article is required")
        .contains("Pieces is required");
    assertThat(order.status().isEnded()).isFalse();
  }

  @Test
  void another_button_may_require_other_fields() throws Exception {
    assertThat(post(form(), "article=&pieces=&reason=&refuse=").body())
        .contains("Reason is required")
        .doesNotContain("Article is required");
    assertThat(post(form(), "reason=enough&refuse=").statusCode()).isEqualTo(303);
    assertThat(order.await(Duration.ofSeconds(10)).outputs())
        .isEqualTo(Map.of("gift", false, "reason", "enough", "refuse", true));
  }

  @Test
  void pages_from_elsewhere_cannot_answer() throws Exception {
    HttpRequest.Builder foreign =
        HttpRequest.newBuilder()
            .header("Origin", "https://example.org")
            .POST(BodyPublishers.ofString("article=x&pieces=1&order="));

    assertThat(send(foreign, form()).statusCode()).isEqualTo(403);
    assertThat(order.status().isEnded()).isFalse();
  }
}
