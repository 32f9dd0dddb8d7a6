package io.flowengine.connectors.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.testkit.rule.Rule;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens of OAuth 2. */
@Rule("FA-178")
class RestTokensTest extends RestWorld {
  private static final String TOKEN =
      "{\"access_token\": \"token-of-the-day\", \"expires_in\": 3600}";

  @BeforeEach
  void serve() {
    server.on("/a", 200, "text/plain", "");
  }

  private Map<String, Object> oauth(Object... more) {
    Map<String, Object> inputs =
        new LinkedHashMap<>(
            inputs(
                server.url("/a"),
                "authentication_method",
                "oauth",
                "token_url",
                server.url("/token"),
                "client_id",
                "me",
                "client_secret",
                "hunter2",
                "scope",
                "read"));
    inputs.putAll(inputs(server.url("/a"), more));
    return inputs;
  }

  @Test
  void a_token_is_got_for_the_credentials_of_the_client_and_kept() {
    server.on("/token", 200, "application/json", TOKEN);
    call(oauth());
    call(oauth());

    assertThat(asked()).extracting(LocalServer.Asked::uri).containsExactly("/token", "/a", "/a");
    assertThat(asked().getFirst().text()).isEqualTo("grant_type=client_credentials&scope=read");
    assertThat(asked().getFirst().header("Authorization")).isEqualTo("Basic bWU6aHVudGVyMg==");
    assertThat(asked().getLast().header("Authorization")).isEqualTo("Bearer token-of-the-day");
  }

  @Test
  void a_token_is_got_for_a_password() {
    server.on("/token", 200, "application/json", TOKEN);
    call(oauth("grant", "password", "username", "somebody", "password", "hunter3"));

    assertThat(asked().getFirst().text())
        .isEqualTo("grant_type=password&scope=read&username=somebody&password=hunter3");
  }

  @Test
  void a_token_that_is_refused_is_an_error_with_the_words_of_the_server() {
    server.on("/token", 401, "application/json", "{\"error\": \"invalid_client hunter2\"}");

    Map<String, Object> inputs = oauth();
    inputs.remove("url");
    assertThat(
            failure(
                server.url("/a"),
                inputs.entrySet().stream()
                    .flatMap(e -> java.util.stream.Stream.of(e.getKey(), e.getValue()))
                    .toArray()))
        .contains("AuthenticationError")
        .contains("get a token from 127.0.0.1:")
        .contains("401 {\"error\": \"invalid_client ***\"}");
  }

  @Test
  void a_missing_input_is_named() {
    assertThat(failure(server.url("/a"), "authentication_method", "oauth"))
        .contains("authentication_method 'oauth' needs the input 'token_url'");
  }
}
