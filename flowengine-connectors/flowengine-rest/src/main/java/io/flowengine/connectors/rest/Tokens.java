package io.flowengine.connectors.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.flowengine.connector.ConnectorCall;
import io.flowengine.connector.ConnectorException;
import io.flowengine.execution.InvalidInputException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Credentials of requests; tokens of OAuth 2 are kept until shortly before they expire. */
final class Tokens {
  private static final int MOST = 1000;
  private static final int LARGEST = 64 * 1024;
  private static final long EARLIER_SECONDS = 30;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A token and when it is not to be used any more. */
  private record Token(String text, Instant until) {}

  private final Cache<List<String>, Token> kept = Caffeine.newBuilder().maximumSize(MOST).build();

  /** Gives the value of the header {@code Authorization}; null for none. */
  @Nullable String authorization(ConnectorCall call, Transport transport)
      throws InterruptedException {
    return switch (call.text("authentication_method")) {
      case "bearer" -> "Bearer " + required(call, "token");
      case "oauth" -> "Bearer " + token(call, transport);
      default ->
          call.has("username")
              ? basic(call, call.text("username"), optional(call, "password"))
              : null;
    };
  }

  private static String basic(ConnectorCall call, String name, String password) {
    byte[] pair = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
    String encoded = Base64.getEncoder().encodeToString(pair);
    call.hide(encoded);
    return "Basic " + encoded;
  }

  private static String required(ConnectorCall call, String input) {
    if (!call.has(input)) {
      throw new InvalidInputException(
          "authentication_method '"
              + call.text("authentication_method")
              + "' needs the input '"
              + input
              + "'");
    }
    return call.text(input);
  }

  private static String optional(ConnectorCall call, String input) {
    return call.has(input) ? call.text(input) : "";
  }

  /** Forgets a token that the server did not take. */
  void forget(ConnectorCall call) {
    if (call.text("authentication_method").equals("oauth")) {
      kept.invalidate(key(call));
    }
  }

  private static List<String> key(ConnectorCall call) {
    return List.of(
        required(call, "token_url"),
        call.text("grant"),
        required(call, "client_id"),
        optional(call, "client_secret"),
        optional(call, "username"),
        optional(call, "password"),
        optional(call, "scope"));
  }

  private String token(ConnectorCall call, Transport transport) throws InterruptedException {
    List<String> key = key(call);
    Token token = kept.getIfPresent(key);
    if (token == null || !call.engine().instant().isBefore(token.until)) {
      token = fetch(call, transport);
      kept.put(key, token);
    }
    call.hide(token.text);
    return token.text;
  }

  private static Token fetch(ConnectorCall call, Transport transport) throws InterruptedException {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", call.text("grant"));
    if (call.has("scope")) {
      form.put("scope", call.text("scope"));
    }
    if (call.text("grant").equals("password")) {
      form.put("username", required(call, "username"));
      form.put("password", required(call, "password"));
    }
    String basic = basic(call, call.text("client_id"), optional(call, "client_secret"));
    Outgoing out =
        new Outgoing("POST", Target.checked(call.text("token_url")), Map.of(), Payload.form(form));
    Map<String, List<String>> headers =
        Map.of("Authorization", List.of(basic), "Accept", List.of("application/json"));
    HttpResponse<BodyStream> answer = transport.send(out, headers);
    try (BodyStream body = answer.body()) {
      String text = new String(body.readNBytes(LARGEST), StandardCharsets.UTF_8);
      JsonNode json = answer.statusCode() == 200 ? JSON.readTree(text) : null;
      if (json == null || !json.path("access_token").isTextual()) {
        throw refused(out, answer.statusCode() + " " + Answer.shortened(text));
      }
      long seconds = Math.max(0, json.path("expires_in").asLong(0) - EARLIER_SECONDS);
      return new Token(
          json.path("access_token").asText(), call.engine().instant().plusSeconds(seconds));
    } catch (IOException e) {
      throw refused(out, Transport.words(e));
    }
  }

  private static ConnectorException refused(Outgoing out, String words) {
    return ConnectorException.at(
        "AuthenticationError", "get a token from", out.place(), words, null);
  }
}
