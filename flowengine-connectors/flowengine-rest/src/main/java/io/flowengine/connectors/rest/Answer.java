package io.flowengine.connectors.rest;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowengine.connector.ConnectorException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads the body of an answer. */
final class Answer {
  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*=\\s*\"?([^\";\\s]+)", Pattern.CASE_INSENSITIVE);
  private static final int SHOWN = 500;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Outgoing out;
  private final HttpHeaders headers;
  private final BodyStream body;

  Answer(Outgoing out, HttpHeaders headers, BodyStream body) {
    this.out = out;
    this.headers = headers;
    this.body = body;
  }

  /** The bytes, unpacked if they come packed. */
  InputStream bytes() throws IOException {
    String packed =
        headers.firstValue("content-encoding").orElse("").strip().toLowerCase(Locale.ROOT);
    return packed.equals("gzip") || packed.equals("x-gzip") ? new GZIPInputStream(body) : body;
  }

  /** The charset that the server names; null if it names none. */
  @Nullable String charset() {
    Matcher named = CHARSET.matcher(headers.firstValue("content-type").orElse(""));
    return named.find() ? named.group(1).toLowerCase(Locale.ROOT) : null;
  }

  /**
   * Reads the whole body as {@code json} or {@code text} into the outputs.
   *
   * @param most how many bytes at most
   */
  void read(long most, Map<String, @Nullable Object> outputs) throws IOException {
    String text = text(whole(most));
    if (isJson() && !text.isBlank()) {
      try {
        outputs.put("json", JSON.readValue(text, Object.class));
        return;
      } catch (IOException e) {
        // the server is wrong about its answer, which the flow gets as it is
        outputs.put("text", text);
        return;
      }
    }
    outputs.put("text", text);
  }

  private boolean isJson() {
    String type = headers.firstValue("content-type").orElse("").toLowerCase(Locale.ROOT);
    return type.matches("(application/json|text/json|[^;]*\\+json)\\s*(;.*)?");
  }

  private byte[] whole(long most) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    byte[] piece = new byte[16 * 1024];
    InputStream in = bytes();
    for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
      whole.write(piece, 0, count);
      if (whole.size() > most) {
        throw failed(
            "BodyTooLarge",
            "the body has more than "
                + most
                + " bytes; give dst= to save it in a file, or a larger max_body_size=");
      }
    }
    return whole.toByteArray();
  }

  private String text(byte[] bytes) {
    String named = charset();
    try {
      Charset charset = named == null ? StandardCharsets.UTF_8 : Charset.forName(named);
      return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw failed(
          "EncodingError",
          "the body is not text in "
              + (named == null ? "utf-8, and the server names no other encoding" : named)
              + "; give dst= to save the bytes in a file");
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw failed(
          "EncodingError",
          "the server names the encoding '"
              + named
              + "', which nobody knows here; give dst= to save the bytes in a file");
    }
  }

  /** A text as messages show it: on one line, and not all of a long one. */
  static String shortened(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
  }

  private ConnectorException failed(String code, String words) {
    return ConnectorException.at(code, "read the answer to", out.named(), words, null);
  }
}
