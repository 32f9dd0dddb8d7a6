package io.flowengine.internal.handler;

import java.io.InputStream;

/** Reads content chunk by chunk; one chunk is in memory. */
public final class ChunkStream extends InputStream {
  /** Fetches a chunk. */
  @FunctionalInterface
  public interface Chunks {
    /**
     * Fetches it.
     *
     * @param content the version it belongs to
     * @param index its place
     * @return its bytes, at least one
     */
    byte[] fetch(String content, long index);
  }

  private final String content;
  private final long count;
  private final Chunks chunks;
  private long next;
  private byte[] chunk = {};
  private int at;

  /**
   * Opens a version of a content.
   *
   * @param content the version
   * @param count how many chunks it has
   * @param chunks fetches them
   */
  public ChunkStream(String content, long count, Chunks chunks) {
    this.content = content;
    this.count = count;
    this.chunks = chunks;
  }

  private boolean isAtEnd() {
    while (at == chunk.length && next < count) {
      chunk = chunks.fetch(content, next++);
      at = 0;
    }
    return at == chunk.length;
  }

  @Override
  public int read() {
    return isAtEnd() ? -1 : chunk[at++] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (isAtEnd()) {
      return -1;
    }
    int size = Math.min(length, chunk.length - at);
    System.arraycopy(chunk, at, into, offset, size);
    at += size;
    return size;
  }
}
