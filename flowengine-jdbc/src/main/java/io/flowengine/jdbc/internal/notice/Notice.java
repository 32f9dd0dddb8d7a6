package io.flowengine.jdbc.internal.notice;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import io.flowengine.spi.CommitResult.Committed;
import io.flowengine.spi.Store.Listener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One thing that others may want to know of commits.
 *
 * @param kind what happened
 * @param executions to which executions
 */
record Notice(Kind kind, List<ExecutionId> executions) {
  enum Kind {
    DUE,
    STIRRED,
    ENDED
  }

  /** A notification of PostgreSQL holds 8,000 bytes; an id and a comma are 37. */
  private static final int MOST = 200;

  /** What a commit that was applied has to tell. */
  static List<Notice> of(Commit commit, CommitResult result) {
    if (!(result instanceof Committed committed)) {
      return List.of();
    }
    List<Notice> notices = new ArrayList<>(1);
    if (!committed.woken().isEmpty()) {
      notices.add(new Notice(Kind.DUE, committed.woken()));
    }
    if (!committed.stirred().isEmpty()) {
      notices.add(new Notice(Kind.STIRRED, committed.stirred()));
    }
    ExecutionRecord update = commit.update();
    if (update != null && update.status().isEnded()) {
      notices.add(new Notice(Kind.ENDED, List.of(update.id())));
    }
    return notices;
  }

  void tell(Listener listener) {
    switch (kind) {
      case DUE -> listener.due(executions);
      case STIRRED -> listener.stirred(executions);
      case ENDED -> executions.forEach(listener::ended);
    }
  }

  /** The texts that carry notices of one kind. */
  static List<String> write(String sender, Kind kind, List<ExecutionId> all) {
    List<String> texts = new ArrayList<>();
    for (int from = 0; from < all.size(); from += MOST) {
      StringBuilder text = new StringBuilder(sender).append(' ').append(kind);
      for (ExecutionId id : all.subList(from, Math.min(all.size(), from + MOST))) {
        text.append(' ').append(id);
      }
      texts.add(text.toString());
    }
    return texts;
  }

  /** {@return true if a text was written by a sender} */
  static boolean isFrom(String sender, String text) {
    return text.startsWith(sender + " ");
  }

  static Notice read(String text) {
    List<String> words = Arrays.asList(text.split(" "));
    List<ExecutionId> ids = words.subList(2, words.size()).stream().map(ExecutionId::of).toList();
    return new Notice(Kind.valueOf(words.get(1)), ids);
  }
}
