package io.flowengine.connectors.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.testkit.rule.Rule;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where answers lead, and where they must not. */
@Rule("FA-178")
class RestRedirectsTest extends RestWorld {
  @ParameterizedTest
  @CsvSource({
    "301, post, GET",
    "302, post, GET",
    "303, put, GET",
    "307, post, POST",
    "308, put, PUT",
    "302, put, PUT"
  })
  void a_redirect_is_followed_by_the_method_that_it_asks_for(
      int status, String method, String then) {
    server.redirect("/a", status, "/b?x=1").on("/b", 200, "text/plain", "there");

    assertThat(call("/a", "method", method, "json", 1)).containsEntry("text", "there");
    assertThat(asked()).extracting(LocalServer.Asked::method).last().isEqualTo(then);
    assertThat(asked().getLast().text()).isEqualTo(then.equals("GET") ? "" : "1");
  }

  @Test
  void a_redirect_that_is_not_to_be_followed_is_an_answer() {
    server.redirect("/a", 302, "/b");

    assertThat(call("/a", "allow_redirects", false, "expected_status_code", 302))
        .containsEntry("status_code", 302L);
  }

  @Test
  void a_loop_ends() {
    server.redirect("/a", 302, "/b").redirect("/b", 302, "/a");

    assertThat(failure(server.url("/a"), "max_redirects", 3))
        .contains("RedirectError")
        .contains("there were more than 3 redirects, the last one to /a");
    assertThat(asked()).hasSize(4);
  }

  @Test
  void a_redirect_to_a_host_that_the_policy_refuses_is_not_followed() {
    server.redirect("/a", 302, "http://169.254.169.254/latest/meta-data");

    assertThat(failure(server.url("/a")))
        .contains("OutboundRefused")
        .contains("169.254.169.254 is link-local");
  }

  @Test
  void a_redirect_to_something_else_than_http_is_not_followed() {
    server.redirect("/a", 302, "file:///etc/passwd");

    assertThat(failure(server.url("/a")))
        .contains("RedirectError")
        .contains("leads to no address: file:///etc/passwd");
  }

  @Test
  void another_server_is_given_no_credentials() {
    try (LocalServer other = LocalServer.start()) {
      other.on("/b", 200, "text/plain", "");
      server.redirect("/a", 307, other.url("/b"));
      call(
          "/a",
          "username",
          "me",
          "password",
          "hunter2",
          "cookies",
          Map.of("id", "7"),
          "headers",
          Map.of("X-Api-Key", "hunter2", "X-Other", "x"));

      assertThat(asked().getFirst().headers()).containsKeys("Authorization", "Cookie", "X-api-key");
      assertThat(other.asked().getFirst().headers())
          .containsKey("X-other")
          .doesNotContainKeys("Authorization", "X-api-key");
    }
  }

  @Test
  void a_cookie_that_was_set_on_the_way_is_sent() {
    server
        .on(
            "/a",
            exchange -> {
              exchange.getResponseHeaders().set("Set-Cookie", "id=7; Path=/");
              exchange.getResponseHeaders().set("Location", "/b");
              exchange.sendResponseHeaders(302, -1);
            })
        .on("/b", 200, "text/plain", "");

    assertThat(call("/a")).containsEntry("cookies", Map.of("id", "7"));
    assertThat(asked().getLast().header("Cookie")).isEqualTo("id=7");
  }
}
