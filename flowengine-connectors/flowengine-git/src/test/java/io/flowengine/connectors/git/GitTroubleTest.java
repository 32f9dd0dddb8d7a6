package io.flowengine.connectors.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.connector.OutboundPolicy;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.testkit.connector.RawServer;
import io.flowengine.testkit.rule.Rule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Servers that are not what they should be. Time is that of the machine, by which they drip; what
 * has no end is ended by the time of the call.
 */
@Rule("FA-180")
class GitTroubleTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration SHORTEST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(32);
  private static final int LINES = 100;
  private static final long DROP_NANOS = 5_000_000;
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: application/x-git-upload-pack-advertisement\r\n\r\n";
  private static final String BEGINNING = "001e# service=git-upload-pack\n0000";
  private static final String ID = "0123456789012345678901234567890123456789";

  private static FlowEngine engine;

  private final AtomicInteger pieces = new AtomicInteger();

  @BeforeAll
  static void open() {
    engine =
        FlowEngine.builder()
            .connector(GitConnector.create())
            .outbound(OutboundPolicy.standard().openLoopback())
            .flow(
                "main",
                (system, self, inputs) -> {
                  Map<String, Object> rest = new LinkedHashMap<>(inputs);
                  Duration whole = Duration.ofMillis((Long) rest.remove("whole"));
                  return self.connectTo("GIT")
                      .inputs(rest)
                      .timeout(whole)
                      .run(ReturnWhen.ALL_ENDED)
                      .outputs();
                })
            .build();
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  private static Execution call(Duration whole, String url, Object... more) {
    Map<String, Object> inputs = new LinkedHashMap<>();
    inputs.put("repository_url", url);
    inputs.put("whole", whole.toMillis());
    for (int i = 0; i < more.length; i += 2) {
      inputs.put((String) more[i], more[i + 1]);
    }
    Execution main = engine.flow("main").inputs(inputs).start();
    main.outcome(PATIENCE);
    Execution connection = main.children().getFirst();
    connection.outcome(PATIENCE);
    return connection;
  }

  private static String failure(String url, Object... more) {
    Execution connection = call(PATIENCE, url, more);
    assertThat(connection.status()).isEqualTo(ExecutionStatus.ENDED_ERROR);
    return connection.message().orElse("");
  }

  private static String http(RawServer raw) {
    return "http://127.0.0.1:" + raw.port() + "/x.git";
  }

  private static String ssh(int port) {
    return "ssh://me@127.0.0.1:" + port + "/x.git";
  }

  /** A server of HTTP that answers as told once it was asked. */
  private static RawServer answering(RawServer.Treatment answer) {
    return RawServer.start(
        socket -> {
          RawServer.readHead(socket);
          answer.of(socket);
        });
  }

  // ---------------------------------------------------------------- answers over HTTP

  @Test
  void a_redirect_loop_ends() {
    String away = "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: ";
    String there = "/x.git/info/refs?service=git-upload-pack\r\n\r\n";
    try (RawServer raw =
        answering(
            socket ->
                RawServer.write(
                    socket, away + "http://127.0.0.1:" + socket.getLocalPort() + there))) {
      assertThat(failure(http(raw)))
          .contains("RedirectError", "read from 127.0.0.1:" + raw.port() + "/x.git");
      assertThat(raw.accepted()).isLessThan(20);
    }
  }

  @Test
  void a_server_that_gives_a_page_instead_of_a_repository() {
    String page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>Welcome</html>";
    try (RawServer raw = answering(socket -> RawServer.write(socket, page))) {
      assertThat(failure(http(raw))).contains("GitError", "127.0.0.1:" + raw.port());
    }
  }

  @Test
  void an_answer_that_breaks_off() {
    try (RawServer raw = answering(socket -> RawServer.write(socket, HEAD + BEGINNING + "003f"))) {
      assertThat(failure(http(raw))).contains("read from 127.0.0.1:" + raw.port());
    }
  }

  @Test
  void noise_without_an_end_is_no_repository() {
    try (RawServer raw = answering(GitTroubleTest::noise)) {
      assertThat(failure(http(raw))).contains("GitError", "127.0.0.1:" + raw.port());
      requireGone(raw);
    }
  }

  private static void noise(Socket socket) throws IOException {
    RawServer.write(socket, HEAD);
    while (true) {
      RawServer.write(socket, "x".repeat(10_000));
    }
  }

  @Test
  void refs_without_an_end() {
    try (RawServer raw = answering(socket -> refs(socket, 0))) {
      requireEnded(raw, http(raw));
    }
  }

  @Test
  void refs_that_drip_without_an_end() {
    try (RawServer raw = answering(socket -> refs(socket, DROP_NANOS))) {
      requireEnded(raw, http(raw));
    }
  }

  private void refs(Socket socket, long pause) throws IOException {
    RawServer.write(socket, HEAD + BEGINNING);
    for (int i = 0; ; i++) {
      String line = ID + " refs/heads/" + i + "\n";
      RawServer.write(socket, String.format("%04x%s", line.length() + 4, line));
      pieces.incrementAndGet();
      if (pause > 0) {
        LockSupport.parkNanos(pause);
      }
    }
  }

  /** A slow machine needs a longer time until the first pieces have come. */
  private void requireEnded(RawServer raw, String url) {
    pieces.set(0);
    for (Duration whole = SHORTEST;
        pieces.get() <= 3 && whole.compareTo(LONGEST) <= 0;
        whole = whole.multipliedBy(2)) {
      Execution connection = call(whole, url);
      assertThat(connection.status())
          .as("%s", connection.message())
          .isEqualTo(ExecutionStatus.ENDED_CANCELLED);
      assertThat(connection.message().orElse("")).startsWith("timeout after");
      requireGone(raw);
    }
    assertThat(pieces.get()).as("pieces that came in time").isGreaterThan(3);
  }

  private static void requireGone(RawServer raw) {
    while (raw.open() > 0) {
      LockSupport.parkNanos(DROP_NANOS);
    }
  }

  // ---------------------------------------------------------------- SSH

  @Test
  void a_server_of_ssh_that_is_not_there() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThat(failure(ssh(port)))
        .contains("ConnectError", "connect to 127.0.0.1:" + port + "/x.git");
  }

  @Test
  void a_host_of_ssh_that_nobody_knows() {
    assertThat(failure("ssh://me@no-such-host.invalid/x.git"))
        .contains("ConnectError")
        .contains("look up no-such-host.invalid: there is no host of this name");
  }

  @Test
  void a_server_of_ssh_that_resets_the_connection() {
    try (RawServer raw = RawServer.start(RawServer::reset)) {
      assertThat(failure(ssh(raw.port())))
          .contains("ConnectionLost", "read from 127.0.0.1:" + raw.port());
    }
  }

  @Test
  void a_server_of_ssh_that_says_nothing() {
    try (RawServer raw = RawServer.start(RawServer::hang)) {
      requireEnded(raw, SHORTEST);
    }
  }

  @Test
  void a_server_of_ssh_that_drips() {
    try (RawServer raw = RawServer.start(GitTroubleTest::greet)) {
      requireEnded(raw, SHORTEST);
    }
  }

  /** Lines before the one that names the protocol are allowed. */
  private static void greet(Socket socket) throws IOException {
    for (int i = 0; i < LINES; i++) {
      RawServer.write(socket, "not yet\r\n");
      LockSupport.parkNanos(DROP_NANOS);
    }
    RawServer.hang(socket);
  }

  private static void requireEnded(RawServer raw, Duration whole) {
    Execution connection = call(whole, ssh(raw.port()));
    assertThat(connection.status()).isEqualTo(ExecutionStatus.ENDED_CANCELLED);
    assertThat(connection.message().orElse("")).startsWith("timeout after");
    requireGone(raw);
  }
}
