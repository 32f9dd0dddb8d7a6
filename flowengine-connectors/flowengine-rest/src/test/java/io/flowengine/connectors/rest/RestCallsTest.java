package io.flowengine.connectors.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import io.flowengine.execution.LogEntry;
import io.flowengine.execution.LogLevel;
import io.flowengine.testkit.rule.Rule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What a request is made of, and what a flow gets of the answer. */
@Rule("FA-178")
class RestCallsTest extends RestWorld {
  @Test
  void an_answer_in_json_is_a_value() {
    server.on("/a", 200, "application/problem+json; charset=UTF-8", "{\"n\": [1, 2.5, null]}");
    Map<String, Object> outputs = call("/a");

    assertThat(outputs).containsEntry("status_code", 200L).containsEntry("encoding", "utf-8");
    assertThat(outputs)
        .hasEntrySatisfying(
            "json", json -> assertThat(json.toString()).isEqualTo("{n=[1, 2.5, null]}"));
    assertThat(outputs).doesNotContainKey("text");
  }

  @Test
  void another_answer_is_text_in_the_encoding_that_it_names() {
    server.on(
        "/a",
        exchange ->
            LocalServer.answer(
                exchange, 200, "text/plain; charset=iso-8859-1", "grüß".getBytes(ISO_8859_1)));

    assertThat(call("/a")).containsEntry("text", "grüß").containsEntry("encoding", "iso-8859-1");
  }

  @Test
  void an_answer_that_says_it_is_json_and_is_not_is_text() {
    server.on("/a", 200, "application/json", "<html>");

    assertThat(call("/a")).containsEntry("text", "<html>").doesNotContainKey("json");
  }

  @Test
  void a_packed_answer_is_unpacked() {
    server.on(
        "/a",
        exchange -> {
          ByteArrayOutputStream packed = new ByteArrayOutputStream();
          try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write("hello".getBytes(ISO_8859_1));
          }
          exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          LocalServer.answer(exchange, 200, "text/plain", packed.toByteArray());
        });

    assertThat(call("/a")).containsEntry("text", "hello");
  }

  @Test
  void headers_and_cookies_of_the_answer_are_outputs() {
    server.on(
        "/a",
        exchange -> {
          exchange.getResponseHeaders().add("X-Kind", "one");
          exchange.getResponseHeaders().add("X-Kind", "two");
          exchange.getResponseHeaders().add("Set-Cookie", "id=7; Path=/");
          exchange.sendResponseHeaders(204, -1);
        });
    Map<String, Object> outputs = call("/a");

    assertThat((Map<?, ?>) outputs.get("headers")).extracting("x-kind").isEqualTo("one, two");
    assertThat(outputs).containsEntry("cookies", Map.of("id", "7"));
  }

  @Test
  void the_address_may_be_given_in_parts() {
    server.on("/base/a b", 200, "text/plain", "here");
    Map<String, Object> inputs =
        Map.of(
            "scheme",
            "http",
            "hostname",
            "127.0.0.1",
            "port",
            (long) server.port(),
            "base_path",
            "/base/",
            "path",
            "a b?x=1");

    assertThat(call(inputs)).containsEntry("text", "here");
    assertThat(asked().getFirst().uri()).isEqualTo("/base/a%20b?x=1");
  }

  @Test
  void parameters_are_added_to_the_query() {
    server.on("/a", 200, "text/plain", "");
    call("/a?x=1", "params", Map.of("y", List.of("a b", 2, true)));

    assertThat(asked().getFirst().uri()).isEqualTo("/a?x=1&y=a+b&y=2&y=true");
  }

  @Test
  void a_body_can_be_json() {
    server.on("/a", 201, "text/plain", "");
    call("/a", "method", "POST", "json", Map.of("n", List.of(1, "ü")));

    assertThat(asked().getFirst().text()).isEqualTo("{\"n\":[1,\"ü\"]}");
    assertThat(asked().getFirst().header("Content-type")).isEqualTo("application/json");
    assertThat(asked().getFirst().method()).isEqualTo("POST");
  }

  @Test
  void a_body_can_be_a_form() {
    server.on("/a", 200, "text/plain", "");
    call("/a", "method", "post", "urlencoded", Map.of("name", "a&b"));

    assertThat(asked().getFirst().text()).isEqualTo("name=a%26b");
    assertThat(asked().getFirst().header("Content-type"))
        .isEqualTo("application/x-www-form-urlencoded");
  }

  @Test
  void a_body_can_be_text_or_bytes() {
    server.on("/a", 200, "text/plain", "");
    call("/a", "method", "put", "data", "plain");
    call("/a", "method", "put", "data", new byte[] {1, 2});

    assertThat(asked()).extracting(LocalServer.Asked::text).containsExactly("plain", "\1\2");
  }

  @Test
  void fa_174_fa_178_an_input_that_may_go_is_a_warning_in_the_log_of_its_connection() {
    Execution connection = run(inputs(server.url("/a"), "method", "put", "data", "plain"));

    assertThat(connection.children().getFirst().log())
        .filteredOn(entry -> entry.level() == LogLevel.WARNING)
        .extracting(LogEntry::text)
        .containsExactly("input 'data' is deprecated; use json, urlencoded, multipart or src");
  }

  @Test
  void a_body_can_have_parts_some_of_them_files_of_the_engine() {
    server.on("/a", 200, "text/plain", "");
    Map<String, ?> parts =
        Map.of("file", Map.of("file", "page", "filename", "a\".txt", "content_type", "text/plain"));
    flows
        .engine()
        .flow("with file")
        .inputs(inputs(server.url("/a"), "method", "post", "multipart", parts, "text", "content"))
        .start()
        .await(PATIENCE);

    assertThat(asked().getFirst().text())
        .matches(
            String.join(
                "\r\n",
                "--(\\S+)",
                "Content-Disposition: form-data; name=\"file\"; filename=\"a%22.txt\"",
                "Content-Type: text/plain",
                "",
                "content",
                "--\\1--",
                ""));
  }

  @Test
  void a_body_can_be_a_file_of_the_engine_of_any_length() {
    server.on("/a", 200, "text/plain", "");
    String text = "0123456789".repeat(100_000);
    flows
        .engine()
        .flow("with file")
        .inputs(inputs(server.url("/a"), "method", "put", "src", "cloudomation:page", "text", text))
        .start()
        .await(PATIENCE);

    assertThat(asked().getFirst().text()).isEqualTo(text);
    assertThat(asked().getFirst().header("Content-length")).isEqualTo("1000000");
  }

  @Test
  void the_body_of_the_answer_can_go_into_a_file_of_the_engine() {
    server.on("/a", 200, "text/plain", "content");
    Map<String, Object> outputs =
        flows
            .engine()
            .flow("with file")
            .inputs(inputs(server.url("/a"), "dst", "page"))
            .start()
            .await(PATIENCE)
            .outputs();

    assertThat(outputs)
        .containsEntry("page", "content")
        .containsEntry("size", 7L)
        .doesNotContainKey("text");
  }

  @Test
  void cookies_and_headers_are_sent() {
    server.on("/a", 200, "text/plain", "");
    call("/a", "cookies", Map.of("id", "7"), "headers", Map.of("X-A", List.of("1", "2")));

    assertThat(asked().getFirst().header("Cookie")).isEqualTo("id=7");
    assertThat(asked().getFirst().headers().get("X-a")).containsExactly("1", "2");
  }

  @Test
  void a_name_and_a_password_are_sent_as_basic() throws IOException {
    server.on("/a", 200, "text/plain", "");
    call("/a", "username", "me", "password", "hunter2");

    assertThat(asked().getFirst().header("Authorization")).isEqualTo("Basic bWU6aHVudGVyMg==");
  }

  @Test
  void a_token_is_sent_as_bearer() {
    server.on("/a", 200, "text/plain", "");
    call("/a", "authentication_method", "bearer", "token", "hunter2");

    assertThat(asked().getFirst().header("Authorization")).isEqualTo("Bearer hunter2");
  }

  @Test
  void a_status_that_is_expected_is_no_error() {
    server.on("/a", 404, "text/plain", "none");

    assertThat(call("/a", "expected_status_code", 404)).containsEntry("text", "none");
  }

  @Test
  void another_status_is_an_error_and_all_that_came_is_kept() {
    server.on("/a", 404, "application/json", "{\"why\": \"no order 7\"}");
    String message = failure(server.url("/a?secret=1"));

    assertThat(message)
        .contains("HttpError")
        .contains(
            "do GET 127.0.0.1:"
                + server.port()
                + "/a: 404, expected one of [200, 201, 202, 204]; it says: {why=no order 7}")
        .doesNotContain("secret");
  }
}
