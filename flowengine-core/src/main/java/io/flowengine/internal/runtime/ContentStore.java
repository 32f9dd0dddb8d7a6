package io.flowengine.internal.runtime;

import io.flowengine.execution.Value;
import io.flowengine.spi.Cell;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The content of files, in chunks that are cells of the store, so that no more than one chunk is in
 * memory. Chunks are written before the record that names them, in commits of their own: until that
 * record is written nobody sees them.
 */
final class ContentStore {
  /** How many bytes a chunk has; the last one may have less. */
  static final int CHUNK = 256 * 1024;

  private static final String CHUNKS = "file";

  private final Services services;

  ContentStore(Services services) {
    this.services = services;
  }

  private static String key(String content, int index) {
    return content + "/" + index;
  }

  /** Writes a chunk; a repeated write, after a crash, replaces it. */
  void write(String content, int index, byte[] bytes) {
    CommitResult result;
    do {
      Cell before = services.store().cell(CHUNKS, key(content, index));
      result =
          services.commit(
              new Commit(services.node())
                  .write(CHUNKS, before.key(), before.version(), Value.of(bytes)));
    } while (result instanceof CommitResult.Conflict);
  }

  /** Writes all there is to read. */
  Content write(String content, InputStream in) throws IOException {
    int index = 0;
    long size = 0;
    byte[] chunk = in.readNBytes(CHUNK);
    while (chunk.length > 0) {
      write(content, index++, chunk);
      size += chunk.length;
      chunk = in.readNBytes(CHUNK);
    }
    return new Content(content, index, size);
  }

  /** Writes bytes. */
  Content write(String content, byte[] bytes) {
    int index = 0;
    for (int start = 0; start < bytes.length; start += CHUNK) {
      write(
          content,
          index++,
          Arrays.copyOfRange(bytes, start, Math.min(bytes.length, start + CHUNK)));
    }
    return new Content(content, index, bytes.length);
  }

  /** Copies chunk by chunk. */
  Content copy(Content from, String to) {
    for (int index = 0; index < from.chunks(); index++) {
      write(to, index, read(from.id(), index));
    }
    return new Content(to, from.chunks(), from.size());
  }

  /** Reads a chunk. */
  byte[] read(String content, int index) {
    Cell cell = services.store().cell(CHUNKS, key(content, index));
    if (cell.value().toObject() instanceof byte[] bytes) {
      return bytes;
    }
    throw new IllegalStateException("the store has lost chunk " + index + " of content " + content);
  }

  /** Reads the whole content into memory. */
  byte[] read(Content content) {
    ByteArrayOutputStream all = new ByteArrayOutputStream(Math.toIntExact(content.size()));
    for (int index = 0; index < content.chunks(); index++) {
      all.writeBytes(read(content.id(), index));
    }
    return all.toByteArray();
  }

  /** Removes what nobody refers to any more; may be repeated. */
  void remove(Content content) {
    for (int index = 0; index < content.chunks(); index++) {
      Cell cell = services.store().cell(CHUNKS, key(content.id(), index));
      if (cell.version() > 0) {
        services.commit(
            new Commit(services.node()).write(CHUNKS, cell.key(), cell.version(), null));
      }
    }
  }
}
