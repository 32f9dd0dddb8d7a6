package io.flowengine.jdbc.internal.commit;

import io.flowengine.jdbc.internal.commit.StoreWriter.Work;
import io.flowengine.spi.Commit;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Something that is to be written: a commit, or work of another kind. */
final class WriteTask {
  final @Nullable Commit commit;
  final Instant now;
  final @Nullable Work<?> work;

  /** What became of it, once that is durable. */
  final CompletableFuture<Object> answer = new CompletableFuture<>();

  /** What becomes of it if the transaction is committed. */
  @Nullable Object result;

  private WriteTask(@Nullable Commit commit, Instant now, @Nullable Work<?> work) {
    this.commit = commit;
    this.now = now;
    this.work = work;
  }

  static WriteTask commit(Commit commit, Instant now) {
    return new WriteTask(commit, now, null);
  }

  static WriteTask work(Work<?> work) {
    return new WriteTask(null, Instant.EPOCH, work);
  }
}
