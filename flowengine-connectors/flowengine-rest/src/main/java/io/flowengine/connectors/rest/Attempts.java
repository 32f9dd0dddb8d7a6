package io.flowengine.connectors.rest;

import io.flowengine.connector.ConnectorCall;
import io.flowengine.connector.ConnectorException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a request, again where that is safe and promises something. */
final class Attempts {
  private static final Set<String> SAFE = Set.of("get", "head", "options", "put", "delete");
  private static final Set<Integer> BUSY = Set.of(429, 502, 503, 504);
  private static final Set<String> LOST = Set.of("ConnectionLost", "TimeoutError");

  private final ConnectorCall call;
  private final Exchange exchange;
  private final Backoff backoff;
  private final Instant until;
  private int repetitions;

  Attempts(ConnectorCall call, Transport transport, Tokens tokens, Backoff backoff) {
    this.call = call;
    this.exchange = new Exchange(call, transport, tokens);
    this.backoff = backoff;
    this.until = call.engine().instant().plus(backoff.deadline());
  }

  /** True if the request may be made although it may have been done before. */
  static boolean isRepeatable(ConnectorCall call) {
    return call.has("repeatable") ? call.flag("repeatable") : SAFE.contains(call.text("method"));
  }

  Map<String, @Nullable Object> run(Outgoing first) throws InterruptedException, IOException {
    while (true) {
      try {
        Exchange.Reply reply = exchange.send(first);
        try {
          if (!isToBeRepeated(reply.response())) {
            return new Outcome(call, reply.request(), reply.response()).outputs(exchange.cookies());
          }
        } finally {
          reply.response().body().close();
        }
      } catch (ConnectorException e) {
        boolean mayRepeat =
            e.code().equals("ConnectError") || (LOST.contains(e.code()) && isRepeatable(call));
        if (!mayRepeat || !isGoingOn(Duration.ZERO)) {
          throw e;
        }
      }
    }
  }

  /** Waits, if the server is too busy now. */
  private boolean isToBeRepeated(HttpResponse<?> response) throws InterruptedException {
    return BUSY.contains(response.statusCode())
        && isRepeatable(call)
        && isGoingOn(retryAfter(response));
  }

  /** Waits before a repetition; false if there is no time for one. */
  private boolean isGoingOn(Duration atLeast) throws InterruptedException {
    Duration wait = backoff.before(repetitions++);
    Duration longer = wait.compareTo(atLeast) < 0 ? atLeast : wait;
    if (call.engine().instant().plus(longer).isAfter(until)) {
      return false;
    }
    call.engine().pause(longer);
    return true;
  }

  /** What the header {@code Retry-After} asks for: seconds or a date. */
  private Duration retryAfter(HttpResponse<?> response) {
    String text = response.headers().firstValue("retry-after").orElse("").strip();
    if (text.matches("[0-9]{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    try {
      Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(call.engine().instant(), at);
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException e) {
      return Duration.ZERO;
    }
  }
}
