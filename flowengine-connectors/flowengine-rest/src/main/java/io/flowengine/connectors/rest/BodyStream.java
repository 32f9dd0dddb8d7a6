package io.flowengine.connectors.rest;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer, read as it comes: the server is asked for more only when what has come is
 * read. Unlike the streams of the JDK it does not wait longer than it is told.
 */
final class BodyStream extends InputStream implements BodySubscriber<BodyStream> {
  /** What has come. */
  private sealed interface Piece {
    record Bytes(List<ByteBuffer> buffers) implements Piece {}

    record End() implements Piece {}

    record Failure(Throwable cause) implements Piece {}
  }

  private final @Nullable Duration patience;
  private final BlockingQueue<Piece> arrived = new LinkedBlockingQueue<>();
  private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
  private final Deque<ByteBuffer> buffers = new ArrayDeque<>();
  private boolean ended;

  /**
   * Makes a body.
   *
   * @param patience how long to wait for a piece of it; null for any time
   */
  BodyStream(@Nullable Duration patience) {
    this.patience = patience;
  }

  // ---------------------------------------------------------------- threads of the client

  @Override
  public CompletionStage<BodyStream> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription.complete(given);
    given.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> given) {
    arrived.add(new Piece.Bytes(given));
  }

  @Override
  public void onError(Throwable cause) {
    arrived.add(new Piece.Failure(cause));
  }

  @Override
  public void onComplete() {
    arrived.add(new Piece.End());
  }

  // ---------------------------------------------------------------- the thread that reads

  private boolean isAtEnd() throws IOException {
    while (buffers.isEmpty() && !ended) {
      switch (next()) {
        case Piece.Bytes bytes -> {
          bytes.buffers.stream().filter(ByteBuffer::hasRemaining).forEach(buffers::add);
          if (buffers.isEmpty()) {
            subscription.join().request(1);
          }
        }
        case Piece.End end -> ended = true;
        case Piece.Failure failure -> {
          ended = true;
          throw new IOException(failure.cause.getMessage(), failure.cause);
        }
      }
    }
    return buffers.isEmpty();
  }

  private Piece next() throws IOException {
    try {
      Piece piece =
          patience == null
              ? arrived.take()
              : arrived.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
      if (piece == null) {
        close();
        throw new HttpTimeoutException(
            "nothing came for " + requireNonNull(patience).toMillis() / 1000.0 + " s");
      }
      return piece;
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while it was read");
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (isAtEnd()) {
      return -1;
    }
    ByteBuffer first = buffers.getFirst();
    int count = Math.min(length, first.remaining());
    first.get(into, offset, count);
    if (!first.hasRemaining()) {
      buffers.removeFirst();
      if (buffers.isEmpty()) {
        subscription.join().request(1);
      }
    }
    return count;
  }

  /** Gives up the rest; the connection it comes on is closed if there is any. */
  @Override
  public void close() {
    ended = true;
    buffers.clear();
    CompletableFuture<Void> unused = subscription.thenAccept(Flow.Subscription::cancel);
  }
}
