package io.flowengine.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.flowengine.FlowEngine;
import io.flowengine.OpenMessage;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.flow.FlowContext;
import io.flowengine.flow.MessageRequest;
import io.flowengine.resource.Form;
import io.flowengine.resource.FormField;
import io.flowengine.resource.InvalidAnswerException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers messages in a browser: a list of what is open, a page for each form, and what is wrong
 * beside each field. Plain HTML from the HTTP server of the JDK. It asks nobody who they are, so it
 * listens on this machine only.
 */
public final class FormPage implements AutoCloseable {
  private static final int LARGEST_ANSWER = 1_000_000;

  private final FlowEngine engine;
  private final HttpServer server;

  private FormPage(FlowEngine engine, HttpServer server) {
    this.engine = engine;
    this.server = server;
  }

  /**
   * Asks for an order and prints it.
   *
   * @param args none
   * @throws IOException if the port is taken
   */
  public static void main(String[] args) throws IOException {
    try (FlowEngine engine = engine();
        FormPage page = open(engine, 8080)) {
      System.out.println("answer at http://localhost:" + page.port());
      System.out.println(engine.flow("order").start().await().outputs());
    }
  }

  static FlowEngine engine() {
    return FlowEngine.builder().flow("order", (system, self, inputs) -> order(self)).build();
  }

  private static @Nullable Object order(FlowContext self) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("intro", Map.of("element", "markdown", "description", "What do you need?"));
    fields.put("article", Map.of("element", "string", "label", "Article", "maxLength", 40));
    fields.put("pieces", Map.of("element", "number", "label", "Pieces", "default", 1));
    fields.put("gift", Map.of("element", "toggle", "label", "It is a gift"));
    fields.put("reason", Map.of("element", "string", "label", "Reason"));
    fields.put("order", Map.of("element", "submit", "label", "Order"));
    fields.put(
        "refuse", Map.of("element", "submit", "label", "No thanks", "required", List.of("reason")));
    Form form =
        Form.of(
            Map.of(
                "type", "object", "properties", fields, "required", List.of("article", "pieces")));
    return self.message(MessageRequest.form("Your order", form)).response();
  }

  static FormPage open(FlowEngine engine, int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    FormPage page = new FormPage(engine, server);
    server.createContext("/", page::handle);
    server.start();
    return page;
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  // ---------------------------------------------------------------- requests

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.equals("/")) {
        send(exchange, 200, page("Open messages", list()));
        return;
      }
      Optional<OpenMessage> message =
          engine.openMessages().stream()
              .filter(open -> path.equals("/messages/" + open.id()))
              .findFirst();
      if (message.isEmpty()) {
        send(exchange, 404, page("Not open", "<p>This message is answered, or there is none.</p>"));
      } else if (exchange.getRequestMethod().equals("POST")) {
        answer(exchange, message.get());
      } else {
        send(exchange, 200, form(message.get(), Map.of(), Map.of()));
      }
    }
  }

  private void answer(HttpExchange exchange, OpenMessage message) throws IOException {
    if (!isOwnPage(exchange)) {
      send(exchange, 403, page("Refused", "<p>Answers come from this page only.</p>"));
      return;
    }
    Map<String, String> entries =
        entries(
            new String(
                exchange.getRequestBody().readNBytes(LARGEST_ANSWER), StandardCharsets.UTF_8));
    try {
      engine.answer(message.id(), message.form().read(entries));
      exchange.getResponseHeaders().set("Location", "/");
      exchange.sendResponseHeaders(303, -1);
    } catch (InvalidAnswerException e) {
      send(exchange, 422, form(message, entries, e.errors()));
    } catch (InvalidInputException e) {
      send(
          exchange, 409, page("Too late", "<p>" + escape(String.valueOf(e.getMessage())) + "</p>"));
    }
  }

  /** Other pages that are open in the browser must not be able to answer. */
  private boolean isOwnPage(HttpExchange exchange) {
    String origin = exchange.getRequestHeaders().getFirst("Origin");
    return origin == null
        || origin.equals("http://localhost:" + port())
        || origin.equals("http://127.0.0.1:" + port());
  }

  private static Map<String, String> entries(String body) {
    Map<String, String> entries = new LinkedHashMap<>();
    for (String pair : body.split("&", -1)) {
      int at = pair.indexOf('=');
      if (at > 0) {
        entries.put(decode(pair.substring(0, at)), decode(pair.substring(at + 1)));
      }
    }
    return entries;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, int status, String html) throws IOException {
    byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    exchange
        .getResponseHeaders()
        .set("Content-Security-Policy", "default-src 'none'; form-action 'self'");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  // ---------------------------------------------------------------- HTML

  private String list() {
    StringBuilder html = new StringBuilder("<ul>\n");
    for (OpenMessage message : engine.openMessages()) {
      html.append("<li><a href=\"/messages/")
          .append(escape(message.id()))
          .append("\">")
          .append(escape(title(message)))
          .append("</a></li>\n");
    }
    return html.append("</ul>\n").toString();
  }

  private static String title(OpenMessage message) {
    return message.subject() == null ? message.id() : message.subject();
  }

  private static String form(
      OpenMessage message, Map<String, String> entries, Map<String, String> errors) {
    StringBuilder html = new StringBuilder("<form method=\"post\">\n");
    for (FormField field : message.form().fields()) {
      html.append(field(message.form(), field, entries.get(field.key())));
      String error = errors.get(field.key());
      if (error != null) {
        html.append("<p class=\"error\" role=\"alert\">")
            .append(escape(field.title() + " " + error))
            .append("</p>\n");
      }
    }
    if (message.form().buttons().isEmpty()) {
      html.append("<button>OK</button>\n");
    }
    return page(title(message), html.append("</form>\n").toString());
  }

  private static String field(Form form, FormField field, @Nullable String entry) {
    String title = escape(field.title());
    String preset = entry != null ? entry : field.preset() == null ? "" : field.preset() + "";
    return switch (field.element()) {
      case MARKDOWN -> "<pre>" + escape(String.valueOf(field.description())) + "</pre>\n";
      case SUBMIT -> "<button name=\"" + escape(field.key()) + "\">" + title + "</button>\n";
      case TOGGLE ->
          input(
              title,
              field,
              "checkbox",
              preset.isEmpty() || preset.equals("false") ? "" : " checked");
      case PASSWORD -> input(title, field, "password", "");
      case NUMBER -> input(title, field, "text\" inputmode=\"decimal", value(preset));
      case STRING, TIME ->
          input(
              title + (form.required().contains(field.key()) ? " *" : ""),
              field,
              "text",
              value(preset));
    };
  }

  private static String value(String text) {
    return " value=\"" + escape(text) + "\"";
  }

  private static String input(String title, FormField field, String type, String rest) {
    String hint =
        field.example() == null ? "" : " placeholder=\"" + escape(field.example() + "") + "\"";
    return "<p><label>"
        + title
        + " <input name=\""
        + escape(field.key())
        + "\" type=\""
        + type
        + "\""
        + hint
        + rest
        + "></label></p>\n";
  }

  private static String page(String title, String body) {
    return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>"
        + escape(title)
        + "</title></head>\n<body><h1>"
        + escape(title)
        + "</h1>\n"
        + body
        + "</body></html>\n";
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
