package io.flowengine.connectors.rest;

import io.flowengine.connector.ConnectorCall;
import io.flowengine.connector.ConnectorEngine.Content;
import io.flowengine.connector.ConnectorException;
import io.flowengine.execution.InvalidInputException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Sends single requests, and says what became of those that got no answer. */
final class Transport {
  private static final byte[] NONE = {};
  private static final int SHORT = 64 * 1024;

  /** Sends a body that does not go with the request. */
  @FunctionalInterface
  private interface Sending {
    void run(Future<?> answer) throws IOException, InterruptedException, TimeoutException;
  }

  private final HttpClient client;
  private final ConnectorCall call;
  private final @Nullable Duration patience;

  Transport(HttpClient client, ConnectorCall call) {
    this.client = client;
    this.call = call;
    this.patience = call.has("read_timeout") ? call.time("read_timeout") : null;
  }

  /**
   * Sends a request.
   *
   * @param extra headers besides its own
   * @return the answer, whose body is to be closed
   * @throws ConnectorException if there was none, or the host is refused
   */
  HttpResponse<BodyStream> send(Outgoing out, Map<String, List<String>> extra)
      throws InterruptedException {
    call.engine().reach(out.uri().getHost(), out.port());
    Payload payload = out.payload();
    try (Content content =
        payload == null ? Payload.content(NONE) : payload.source().open(call.engine())) {
      if (payload == null) {
        return answer(out, start(out, extra, BodyPublishers.noBody()), answer -> {});
      }
      if (content.size() <= SHORT) {
        byte[] bytes = content.bytes().readAllBytes();
        return answer(out, start(out, extra, BodyPublishers.ofByteArray(bytes)), answer -> {});
      }
      Upload upload = new Upload();
      BodyPublisher body =
          BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> upload), content.size());
      return answer(
          out, start(out, extra, body), answer -> upload.send(content.bytes(), answer, patience));
    } catch (IOException e) {
      throw failed("ConnectionLost", "send the body of", out, words(e), e);
    }
  }

  private CompletableFuture<HttpResponse<BodyStream>> start(
      Outgoing out, Map<String, List<String>> extra, BodyPublisher body) {
    try {
      HttpRequest.Builder request = HttpRequest.newBuilder(out.uri()).method(out.method(), body);
      Payload payload = out.payload();
      if (payload != null && payload.contentType() != null) {
        request.setHeader("Content-Type", payload.contentType());
      }
      out.headers().forEach((name, values) -> set(request, name, values));
      extra.forEach((name, values) -> set(request, name, values));
      if (!out.isSecure()) {
        request.version(HttpClient.Version.HTTP_1_1);
      }
      return client.sendAsync(request.build(), info -> new BodyStream(patience));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("the request cannot be made: " + e.getMessage());
    }
  }

  private static void set(HttpRequest.Builder request, String name, List<String> values) {
    if (!values.isEmpty()) {
      request.setHeader(name, values.getFirst());
      values.stream().skip(1).forEach(value -> request.header(name, value));
    }
  }

  /** Sends the body, if it is a long one, and waits for the answer. */
  private HttpResponse<BodyStream> answer(
      Outgoing out, CompletableFuture<HttpResponse<BodyStream>> answer, Sending sending)
      throws InterruptedException, IOException {
    boolean answered = false;
    try {
      sending.run(answer);
      HttpResponse<BodyStream> given =
          patience == null
              ? answer.get()
              : answer.get(patience.toNanos() + connecting(), TimeUnit.NANOSECONDS);
      answered = true;
      return given;
    } catch (TimeoutException e) {
      throw failed("TimeoutError", "wait for the answer to", out, "none came in time", e);
    } catch (ExecutionException e) {
      throw failure(out, e.getCause() == null ? e : e.getCause());
    } finally {
      if (!answered) {
        boolean unused = answer.cancel(true);
      }
    }
  }

  private long connecting() {
    return call.time("connect_timeout").toNanos();
  }

  private static ConnectorException failure(Outgoing out, Throwable cause) {
    if (cause instanceof HttpConnectTimeoutException) {
      return failed("ConnectError", "connect to", out, "no connection in time", cause);
    }
    if (cause instanceof ConnectException || cause instanceof UnresolvedAddressException) {
      String words = cause.getMessage() == null ? "connection refused" : cause.getMessage();
      return failed("ConnectError", "connect to", out, words, cause);
    }
    if (cause instanceof SSLException) {
      return failed(
          "TlsError", "agree on TLS with", out, String.valueOf(cause.getMessage()), cause);
    }
    return failed("ConnectionLost", "wait for the answer to", out, words(cause), cause);
  }

  /** What an exception says, or its causes if it says nothing. */
  static String words(Throwable failure) {
    Throwable cause = failure;
    while (cause.getMessage() == null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private static ConnectorException failed(
      String code, String phase, Outgoing out, String words, @Nullable Throwable cause) {
    String remote =
        phase.startsWith("wait") || phase.startsWith("send") ? out.named() : out.place();
    return ConnectorException.at(code, phase, remote, words, cause);
  }
}
