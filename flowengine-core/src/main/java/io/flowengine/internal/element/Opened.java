package io.flowengine.internal.element;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Something that goes on on a {@link JournaledStage}: an attempt, a question, a span of time. */
final class Opened implements Stage.Ticket {
  private final JournaledStage stage;
  private final int number;
  private final @Nullable Attempt attempt;
  private @Nullable Consumer<Ending> ended;

  /** The attempt on its thread. */
  @Nullable RunningAttempt running;

  Opened(JournaledStage stage, int number, @Nullable Attempt attempt, Consumer<Ending> ended) {
    this.stage = stage;
    this.number = number;
    this.attempt = attempt;
    this.ended = ended;
  }

  int number() {
    return number;
  }

  boolean isAttempt() {
    return attempt != null;
  }

  Attempt attempt() {
    if (attempt == null) {
      throw new IllegalStateException(number + " is no attempt");
    }
    return attempt;
  }

  boolean isOpen() {
    return ended != null;
  }

  /** Closes it; gives who is to be told, null if it was closed already. */
  @Nullable Consumer<Ending> close() {
    Consumer<Ending> told = ended;
    ended = null;
    return told;
  }

  @Override
  public void interrupt() {
    if (isOpen() && isAttempt()) {
      stage.interrupt(this);
    }
  }

  @Override
  public void drop() {
    if (isOpen()) {
      stage.drop(this);
    }
  }
}
