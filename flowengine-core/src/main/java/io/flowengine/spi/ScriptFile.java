package io.flowengine.spi;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.Failure;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One file of a {@link ScriptFolder}.
 *
 * @param path how tracebacks and errors name it
 * @param text its content
 */
public record ScriptFile(String path, String text) {
  /** Checks presence. */
  public ScriptFile {
    requireNonNull(path, "path");
    requireNonNull(text, "text");
  }

  /**
   * Reads the content of a file as UTF-8.
   *
   * @param path how tracebacks and errors name the file
   * @param content its bytes
   * @return the file
   * @throws ScriptFailedException if it is not UTF-8; names the file and the line of the first
   *     wrong byte
   */
  public static ScriptFile decode(String path, byte[] content) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(content);
    CharBuffer out = CharBuffer.allocate(content.length);
    CoderResult result = decoder.decode(in, out, true);
    int line = (int) out.flip().chars().filter(letter -> letter == '\n').count() + 1;
    if (result.isError()) {
      String wrong =
          "%s, line %d: byte 0x%02x is not UTF-8; save the file in that encoding"
              .formatted(path, line, content[in.position()]);
      throw new ScriptFailedException(
          "UnicodeDecodeError",
          wrong,
          "",
          List.of(new Failure.Frame("<module>", path, line)),
          null);
    }
    return new ScriptFile(path, out.toString());
  }
}
