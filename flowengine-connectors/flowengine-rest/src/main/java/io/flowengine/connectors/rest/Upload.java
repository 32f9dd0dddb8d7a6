package io.flowengine.connectors.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A long body on its way, a few pieces of it in memory: files of the engine are read by the thread
 * of the connector, and the client sends on threads of its own. The stream is what the client
 * reads.
 */
final class Upload extends InputStream {
  private static final int PIECE = 32 * 1024;
  private static final int AHEAD = 4;
  private static final long LOOK_MILLIS = 100;

  private final BlockingQueue<byte[]> pieces = new ArrayBlockingQueue<>(AHEAD);
  private volatile boolean abandoned;
  private byte[] piece = {};
  private int at;
  private boolean ended;

  // ---------------------------------------------------------------- the thread of the connector

  /**
   * Sends the body; the rest is given up when the answer comes before its end.
   *
   * @param patience how long the server may take for a piece; null for any time
   * @throws TimeoutException if it took longer
   */
  void send(InputStream source, Future<?> answer, @Nullable Duration patience)
      throws IOException, InterruptedException, TimeoutException {
    try {
      byte[] next;
      do {
        next = source.readNBytes(PIECE);
        if (!hand(next, answer, patience)) {
          abandoned = true;
          return;
        }
      } while (next.length > 0);
    } catch (IOException | InterruptedException | TimeoutException | RuntimeException e) {
      abandoned = true;
      throw e;
    }
  }

  private boolean hand(byte[] next, Future<?> answer, @Nullable Duration patience)
      throws InterruptedException, TimeoutException {
    long waited = 0;
    while (!pieces.offer(next, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      waited += LOOK_MILLIS;
      if (answer.isDone()) {
        return false;
      }
      if (patience != null && waited > patience.toMillis()) {
        throw new TimeoutException();
      }
    }
    return true;
  }

  // ---------------------------------------------------------------- threads of the client

  private boolean isAtEnd() throws IOException {
    while (at == piece.length && !ended) {
      try {
        byte[] next = pieces.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (next == null && abandoned) {
          throw new IOException("the body was given up");
        }
        if (next != null) {
          piece = next;
          at = 0;
          ended = next.length == 0;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while the body was sent");
      }
    }
    return at == piece.length;
  }

  @Override
  public int read() throws IOException {
    return isAtEnd() ? -1 : piece[at++] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (isAtEnd()) {
      return -1;
    }
    int count = Math.min(length, piece.length - at);
    System.arraycopy(piece, at, into, offset, count);
    at += count;
    return count;
  }
}
