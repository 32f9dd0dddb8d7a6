package io.flowengine.examples;

import io.flowengine.execution.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A page in a headless Chromium, steered by its DevTools protocol. */
final class Chromium implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Answers answers = new Answers();
  private final WebSocket socket;
  private int calls;

  private Chromium(Process process, Path port) throws Exception {
    this.process = process;
    until("Chromium to listen", () -> Files.exists(port) && lines(port).size() > 1);
    URI pages = URI.create("http://127.0.0.1:" + lines(port).getFirst() + "/json/list");
    this.socket =
        client.newWebSocketBuilder().buildAsync(page(pages), answers).get(60, TimeUnit.SECONDS);
  }

  /**
   * Starts the browser.
   *
   * @param profile an empty folder
   */
  static Chromium start(Path profile) throws Exception {
    String program = System.getProperty("chromium", "chromium");
    try {
      return new Chromium(
          new ProcessBuilder(
                  program,
                  "--headless=new",
                  "--no-sandbox",
                  "--no-first-run",
                  "--disable-gpu",
                  "--remote-debugging-port=0",
                  "--user-data-dir=" + profile,
                  "about:blank")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start(),
          profile.resolve("DevToolsActivePort"));
    } catch (IOException e) {
      throw new IOException(
          "there is no program " + program + "; install Chromium or say -Dchromium=PROGRAM", e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private URI page(URI pages) throws Exception {
    String json =
        client.send(HttpRequest.newBuilder(pages).build(), BodyHandlers.ofString()).body();
    for (Object each : (List<?>) Objects.requireNonNull(Value.ofJson(json).toObject())) {
      Map<?, ?> target = (Map<?, ?>) Objects.requireNonNull(each);
      if ("page".equals(target.get("type"))) {
        return URI.create(String.valueOf(target.get("webSocketDebuggerUrl")));
      }
    }
    throw new IllegalStateException("Chromium has no page: " + json);
  }

  /** Goes to an address. */
  void open(String url) {
    call("Page.navigate", Map.of("url", url));
    until(url + " to load", () -> isTrue("location.href != 'about:blank' && loaded()"));
  }

  /** Clicks on the first element of a kind that has a text, and waits for the page behind it. */
  void click(String kind, String text) {
    evaluate(
        ("window.old = true;"
                + " [...document.querySelectorAll('%s')].find(e => e.textContent == '%s').click()")
            .formatted(kind, text));
    until("the page behind " + text, () -> isTrue("!window.old && loaded()"));
  }

  /** Sets the focus as a person does and types. */
  void type(String field, String text) {
    evaluate("document.querySelector('[name=%s]').focus()".formatted(field));
    call("Input.insertText", Map.of("text", text));
  }

  /** Ticks a box. */
  void tick(String field) {
    evaluate("document.querySelector('[name=%s]').click()".formatted(field));
  }

  /** What a person reads on the page. */
  String text() {
    return String.valueOf(evaluate("document.body.innerText"));
  }

  private boolean isTrue(String condition) {
    return Boolean.TRUE.equals(
        evaluate(condition.replace("loaded()", "document.readyState == 'complete'")));
  }

  private @Nullable Object evaluate(String script) {
    Map<?, ?> result =
        call("Runtime.evaluate", Map.of("expression", script, "returnByValue", true));
    if (result.containsKey("exceptionDetails")) {
      throw new IllegalStateException(script + ": " + result.get("exceptionDetails"));
    }
    return ((Map<?, ?>) Objects.requireNonNull(result.get("result"))).get("value");
  }

  private Map<?, ?> call(String method, Map<String, ?> parameters) {
    long id = ++calls;
    Value message = Value.of(Map.of("id", id, "method", method, "params", parameters));
    socket.sendText(message.json(), true).join();
    Map<?, ?> answer = answers.to(id);
    return (Map<?, ?>)
        Objects.requireNonNull(answer.get("result"), () -> method + " failed: " + answer);
  }

  private static void until(String what, BooleanSupplier done) {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!done.getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException("waited in vain for " + what);
      }
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    socket.abort();
    client.close();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }

  /** What comes from the browser: answers to calls, among them what it tells by itself. */
  private static final class Answers implements WebSocket.Listener {
    private final BlockingQueue<Map<?, ?>> all = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();

    Map<?, ?> to(long id) {
      try {
        while (true) {
          Map<?, ?> next = all.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
          if (next == null) {
            throw new IllegalStateException("Chromium does not answer");
          }
          if (Long.valueOf(id).equals(next.get("id"))) {
            return next;
          }
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      part.append(text);
      if (last) {
        all.add(Value.ofJson(part.toString()).toMap());
        part.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }
}
