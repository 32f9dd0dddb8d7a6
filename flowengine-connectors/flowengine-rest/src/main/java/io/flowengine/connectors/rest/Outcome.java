package io.flowengine.connectors.rest;

import io.flowengine.connector.ConnectorCall;
import io.flowengine.connector.ConnectorException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a flow gets of an answer. */
final class Outcome {
  private final ConnectorCall call;
  private final Outgoing out;
  private final HttpResponse<BodyStream> response;
  private final Answer answer;

  Outcome(ConnectorCall call, Outgoing out, HttpResponse<BodyStream> response) {
    this.call = call;
    this.out = out;
    this.response = response;
    this.answer = new Answer(out, response.headers(), response.body());
  }

  Map<String, @Nullable Object> outputs(Map<String, @Nullable Object> cookies)
      throws InterruptedException {
    Map<String, @Nullable Object> outputs = new LinkedHashMap<>();
    outputs.put("status_code", response.statusCode());
    Map<String, Object> headers = new LinkedHashMap<>();
    response
        .headers()
        .map()
        .forEach(
            (name, values) ->
                headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
    outputs.put("headers", headers);
    outputs.put("cookies", cookies);
    outputs.put("encoding", answer.charset());
    if (!call.list("expected_status_code").contains((long) response.statusCode())) {
      throw unexpected(outputs);
    }
    outputs.forEach(call::output);
    try {
      readBody(outputs);
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while the answer was read");
      }
      boolean isSlow = e instanceof java.net.http.HttpTimeoutException;
      throw ConnectorException.at(
          isSlow ? "TimeoutError" : "ConnectionLost",
          "read the answer to",
          out.named(),
          Transport.words(e),
          e);
    }
    return outputs;
  }

  private void readBody(Map<String, @Nullable Object> outputs) throws IOException {
    if (call.has("dst")) {
      try (InputStream bytes = answer.bytes()) {
        outputs.put("size", call.engine().save(call.text("dst"), bytes));
      }
    } else {
      answer.read(call.integer("max_body_size"), outputs);
    }
  }

  /** The flow gets all that came; the message has the beginning of it. */
  private ConnectorException unexpected(Map<String, @Nullable Object> outputs) {
    try {
      answer.read(call.integer("max_body_size"), outputs);
    } catch (IOException | ConnectorException e) {
      outputs.put("text", "");
    }
    outputs.forEach(call::output);
    Object said = outputs.containsKey("json") ? outputs.get("json") : outputs.get("text");
    String beginning = Answer.shortened(String.valueOf(said));
    String words =
        response.statusCode()
            + ", expected one of "
            + call.list("expected_status_code")
            + (beginning.isEmpty() ? "" : "; it says: " + beginning);
    return ConnectorException.at("HttpError", "do", out.named(), words, null);
  }
}
