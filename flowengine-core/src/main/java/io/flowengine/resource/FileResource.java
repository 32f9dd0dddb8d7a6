package io.flowengine.resource;

import java.io.IOException;
import java.io.InputStream;

/**
 * A file with its content, which the store keeps in chunks. Streams have one chunk in memory at a
 * time, however large the file is. What a call has read it reads again on replay, whatever became
 * of the file since.
 */
public interface FileResource extends Resource {
  /** Opens what is to be stored. */
  @FunctionalInterface
  interface Source {
    /**
     * Opens it. Called once for each attempt to store it, and not at all when a replay finds it
     * stored.
     *
     * @return the bytes; closed by the caller
     * @throws IOException if it cannot be opened
     */
    InputStream open() throws IOException;
  }

  /**
   * Creates the file or replaces its content, chunk by chunk. Others see the new content when this
   * returns, and the old one until then. A crash on the way repeats it.
   *
   * @param source what to store
   * @return this
   * @throws IOException if the source cannot be read; the file is as it was
   */
  FileResource saveContent(Source source) throws IOException;

  /**
   * Creates the file or replaces its content.
   *
   * @param text the text, stored in UTF-8
   * @return this
   */
  FileResource saveTextContent(String text);

  /**
   * Creates the file or replaces its content.
   *
   * @param bytes the bytes
   * @return this
   */
  FileResource saveBytesContent(byte[] bytes);

  /**
   * Creates the file or replaces its content.
   *
   * @param base64 the bytes in base64; line breaks are ignored
   * @return this
   * @throws io.flowengine.execution.InvalidInputException if it is not base64
   */
  FileResource saveBase64Content(String base64);

  /**
   * Opens the content as it is now.
   *
   * @return the bytes, read on demand; later changes of the file do not show
   * @throws io.flowengine.execution.ResourceNotFoundException if the file does not exist
   */
  InputStream content();

  /**
   * {@return the content, as text in UTF-8}
   *
   * @throws io.flowengine.execution.ResourceNotFoundException if the file does not exist
   * @throws io.flowengine.execution.InvalidInputException if it is not UTF-8; use {@link
   *     #bytesContent}
   */
  String textContent();

  /**
   * {@return the whole content}
   *
   * @throws io.flowengine.execution.ResourceNotFoundException if the file does not exist
   */
  byte[] bytesContent();

  /**
   * {@return the whole content in base64}
   *
   * @throws io.flowengine.execution.ResourceNotFoundException if the file does not exist
   */
  String base64Content();
}
