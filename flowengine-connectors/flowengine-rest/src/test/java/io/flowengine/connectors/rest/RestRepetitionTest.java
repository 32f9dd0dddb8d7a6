package io.flowengine.connectors.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import io.flowengine.testkit.connector.RawServer;
import io.flowengine.testkit.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests are made again where that is safe. */
@Rule("FA-178")
class RestRepetitionTest extends RestWorld {
  private final AtomicInteger requests = new AtomicInteger();

  /** Busy for some requests. */
  private HttpHandler busy(int times, int status, String retryAfter) {
    return exchange -> {
      if (requests.incrementAndGet() <= times) {
        if (!retryAfter.isEmpty()) {
          exchange.getResponseHeaders().set("Retry-After", retryAfter);
        }
        exchange.sendResponseHeaders(status, -1);
      } else {
        LocalServer.answer(
            exchange, 200, "text/plain", "done".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
    };
  }

  /** How long a call takes in the engine's time. */
  private Duration time(Object... inputs) {
    Instant before = flows.time().now();
    assertThat(call("/a", inputs)).containsEntry("text", "done");
    return Duration.between(before, flows.time().now());
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  void a_server_that_is_busy_is_asked_again(int status) {
    server.on("/a", busy(2, status, ""));

    assertThat(time().toSeconds()).isBetween(3L, 5L);
    assertThat(requests).hasValue(3);
  }

  @ParameterizedTest
  @CsvSource({"get", "put", "delete"})
  void a_method_that_is_safe_is_repeated(String method) {
    server.on("/a", busy(1, 503, ""));
    call("/a", "method", method);

    assertThat(requests).hasValue(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"post", "patch"})
  void a_method_that_is_not_safe_is_not_repeated_unless_the_call_says_so(String method) {
    server.on("/a", busy(1, 503, ""));
    assertThat(failure(server.url("/a"), "method", method)).contains("503");
    assertThat(requests).hasValue(1);

    requests.set(0);
    call("/a", "method", method, "repeatable", true);
    assertThat(requests).hasValue(2);
  }

  @Test
  void the_server_says_after_how_many_seconds_it_wants_to_be_asked() {
    server.on("/a", busy(1, 429, "120"));

    assertThat(time().toSeconds()).isBetween(120L, 122L);
  }

  @Test
  void the_server_says_when_it_wants_to_be_asked() {
    Instant at = flows.time().now().plus(Duration.ofMinutes(5));
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(at.atOffset(ZoneOffset.UTC));
    server.on("/a", busy(1, 503, date));

    assertThat(time().toSeconds()).isBetween(298L, 302L);
  }

  @Test
  void a_server_that_wants_to_be_asked_too_late_is_not_asked_again() {
    server.on("/a", busy(1, 503, "3600"));

    assertThat(failure(server.url("/a"))).contains("503");
    assertThat(requests).hasValue(1);
  }

  @Test
  void waits_grow_up_to_the_maximum_and_end_with_the_deadline() {
    server.on("/a", busy(1000, 503, ""));
    failure(
        server.url("/a"), "retry_backoff", Map.of("initial", 10, "maximum", 30, "deadline", 100));

    assertThat(requests).as("after 0, 10, 30, 60, 90 s").hasValue(5);
  }

  @Test
  void a_lost_answer_is_asked_for_again_if_that_is_safe() {
    try (RawServer raw =
        raw(
            socket -> {
              if (requests.incrementAndGet() > 1) {
                RawServer.write(socket, "HTTP/1.1 204 No Content\r\n\r\n");
              }
            })) {
      assertThat(call(inputs(url(raw)))).containsEntry("status_code", 204L);
      assertThat(requests).hasValue(2);
    }
  }
}
