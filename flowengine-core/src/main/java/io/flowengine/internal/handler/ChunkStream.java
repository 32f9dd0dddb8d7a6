package io.flowengine.internal.handler;

import java.io.InputStream;

/** Reads content chunk by chunk; one chunk is in memory. */
final class ChunkStream extends InputStream {
  /** Fetches a chunk. */
  @FunctionalInterface
  interface Chunks {
    /** {@return the bytes of a chunk, at least one} */
    byte[] fetch(String content, long index);
  }

  private final String content;
  private final long count;
  private final Chunks chunks;
  private long next;
  private byte[] chunk = {};
  private int at;

  ChunkStream(String content, long count, Chunks chunks) {
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
