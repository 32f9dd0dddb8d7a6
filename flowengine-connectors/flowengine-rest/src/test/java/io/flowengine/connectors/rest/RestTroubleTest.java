package io.flowengine.connectors.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.testkit.connector.RawServer;
import io.flowengine.testkit.rule.Rule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that are not there, break off, do not stop, are slow, or talk nonsense. */
@Rule("FA-178")
class RestTroubleTest extends RestWorld {
  private static final Map<String, ?> ONCE = Map.of("deadline", 0);
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";

  private static String deadUrl() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://127.0.0.1:" + socket.getLocalPort() + "/a";
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_host_that_nobody_knows() {
    assertThat(failure("http://no-such-host.invalid/a", "retry_backoff", ONCE))
        .contains("ConnectError")
        .contains("look up no-such-host.invalid: there is no host of this name");
  }

  @Test
  void a_server_that_refuses_is_asked_again_until_the_deadline() {
    String message = failure(deadUrl());

    assertThat(message).contains("ConnectError").contains("connect to 127.0.0.1:");
    assertThat(flows.time().now()).isAfter(java.time.Instant.EPOCH);
  }

  @Test
  void a_server_that_resets_the_connection() {
    try (RawServer raw = raw(RawServer::reset)) {
      assertThat(failure(url(raw), "method", "post"))
          .contains("ConnectionLost")
          .contains("wait for the answer to POST 127.0.0.1:");
      assertThat(raw.accepted()).isEqualTo(1);
    }
  }

  @Test
  void a_body_that_breaks_off() {
    try (RawServer raw =
        raw(socket -> RawServer.write(socket, HEAD + "Content-Length: 10\r\n\r\nabc"))) {
      assertThat(failure(url(raw), "method", "post"))
          .contains("ConnectionLost")
          .contains("read the answer to POST 127.0.0.1:");
    }
  }

  @Test
  void a_body_without_an_end_is_cut_off_at_a_limit() {
    AtomicInteger written = new AtomicInteger();
    try (RawServer raw =
        raw(
            socket -> {
              RawServer.write(socket, HEAD + "\r\n");
              while (true) {
                RawServer.write(socket, "x".repeat(10_000));
                written.addAndGet(10_000);
              }
            })) {
      assertThat(failure(url(raw), "max_body_size", 1_000_000))
          .contains("BodyTooLarge")
          .contains("more than 1000000 bytes; give dst= to save it in a file");
      while (raw.open() > 0) {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  @Test
  void a_body_that_drips_is_given_up_when_a_piece_takes_too_long() {
    try (RawServer raw =
        raw(
            socket -> {
              RawServer.write(socket, HEAD + "Content-Length: 10\r\n\r\nabc");
              RawServer.hang(socket);
            })) {
      assertThat(failure(url(raw), "method", "post", "read_timeout", 0.2))
          .contains("TimeoutError")
          .contains("read the answer to POST")
          .contains("nothing came for 0.2 s");
    }
  }

  @Test
  void a_server_that_says_nothing_is_given_up() {
    try (RawServer raw = raw(RawServer::hang)) {
      assertThat(failure(url(raw), "method", "post", "read_timeout", 0.1, "connect_timeout", 0.1))
          .contains("TimeoutError")
          .contains("wait for the answer to POST");
    }
  }

  @Test
  void a_body_in_another_encoding_than_it_says() {
    server.on(
        "/a",
        exchange ->
            LocalServer.answer(
                exchange, 200, "text/plain; charset=utf-8", new byte[] {(byte) 0xff, 'a'}));

    assertThat(failure(server.url("/a")))
        .contains("EncodingError")
        .contains("the body is not text in utf-8; give dst= to save the bytes in a file");
  }

  @Test
  void a_body_in_an_encoding_that_nobody_knows() {
    server.on("/a", 200, "text/plain; charset=klingon", "a");

    assertThat(failure(server.url("/a"))).contains("EncodingError").contains("'klingon'");
  }

  @Test
  void an_answer_that_is_no_http() {
    try (RawServer raw = raw(socket -> RawServer.write(socket, "SSH-2.0-x\r\n\r\n"))) {
      assertThat(failure(url(raw), "method", "post")).contains("ConnectionLost");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://host/a", "/a", "http://", "http://ho st/", "mailto:a@b"})
  void an_address_that_is_none_of_http(String url) {
    assertThat(failure(url)).contains("InvalidInputError").contains("the address");
  }

  @Test
  void a_header_that_only_the_client_may_set() {
    assertThat(failure(server.url("/a"), "headers", Map.of("Content-Length", "7")))
        .contains("InvalidInputError")
        .contains("Content-Length");
  }

  @Test
  void a_backoff_that_makes_no_sense() {
    assertThat(failure(server.url("/a"), "retry_backoff", Map.of("initial", -1)))
        .contains("retry_backoff.initial must be a number >= 0, was -1");
    assertThat(failure(server.url("/a"), "retry_backoff", Map.of("first", 1)))
        .contains("retry_backoff has initial, maximum, multiplier and deadline, was 'first'");
  }

  @Test
  void two_bodies_are_refused_before_anything_is_sent() {
    Execution main =
        flows
            .engine()
            .flow("main")
            .inputs(inputs(server.url("/a"), "json", 1, "data", "x"))
            .start();
    main.outcome(Duration.ofSeconds(30));

    assertThat(main.status()).isEqualTo(ExecutionStatus.ENDED_ERROR);
    assertThat(main.message().orElse(""))
        .contains("only one of [json, urlencoded, multipart, data, src]");
    assertThat(main.children()).isEqualTo(List.of());
  }
}
