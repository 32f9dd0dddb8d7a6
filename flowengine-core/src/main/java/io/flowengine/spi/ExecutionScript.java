package io.flowengine.spi;

import static java.util.Objects.requireNonNull;

import io.flowengine.element.ElementContext;
import java.util.List;
import java.util.Set;

/**
 * A compiled script that decides, for each element, which step comes next. It is the body of a
 * function that runs once per element; each such <em>instance</em> stops at each step it asks for
 * until it is told what came of it. Many thousands of them wait at a time, so an instance that
 * waits must hold no thread.
 */
@FunctionalInterface
public interface ExecutionScript {
  /**
   * Begins a run. Nothing of the script is executed yet.
   *
   * @param run the run
   * @return its instances, none of them begun
   */
  Instances open(ElementScriptRun run);

  /**
   * {@return the tasks that the text names, as far as it names them in plain text; a flow that
   * names one the engine does not have is refused before anything runs}
   */
  default Set<String> tasks() {
    return Set.of();
  }

  /**
   * {@return the flows that the text names, as far as it names them in plain text; a flow that
   * names one the engine does not have, or itself, is refused before anything runs}
   */
  default Set<String> flows() {
    return Set.of();
  }

  /**
   * {@return those of {@link #flows} that every instance runs on all elements, as far as that is
   * certain from the text: people are warned of them}
   */
  default Set<String> flowsOnAll() {
    return Set.of();
  }

  /** The instances of one run. All methods are called by one thread at a time. */
  interface Instances extends AutoCloseable {
    /**
     * Lets instances go on, each until it asks for its next step or ends. Throws nothing because of
     * an error in the script: that is how an instance {@linkplain StepRequest.Failed ends}.
     *
     * @param round which, and why
     * @return where each stands now, in the order of the round
     */
    List<Stand> advance(Round round);

    /**
     * Ends an instance that waits and will not go on. Steps that its clean-up parts ask for are
     * refused. Does nothing if it has not begun or has ended.
     *
     * @param rank the element
     */
    void close(int rank);

    /** Ends all. */
    @Override
    void close();
  }

  /**
   * Instances that go on together.
   *
   * @param resumed which, in rank order; at least one
   * @param cohort the ranks of all elements that did the last step together, in rank order: those
   *     that are resumed, and others of which it is known later or was known before
   * @param firstLive the lowest rank that has not ended in the batch
   * @param batch the number of the batch, from 0
   * @param batches how many there are
   */
  @SuppressWarnings("ArrayRecordComponent") // made for each round; nobody compares or keeps it
  record Round(List<Resumed> resumed, int[] cohort, int firstLive, int batch, int batches) {
    /** Checks presence. */
    public Round {
      requireNonNull(resumed, "resumed");
      requireNonNull(cohort, "cohort");
    }
  }

  /**
   * One instance that goes on.
   *
   * @param rank the element
   * @param answer what came of the step it asked for; {@link StepAnswer.Begin} for its start, which
   *     may come again after its end
   * @param context what is known of the element now
   */
  record Resumed(int rank, StepAnswer answer, ElementContext context) {}

  /**
   * Where an instance stands.
   *
   * @param position a path, compared number by number: the earliest go on first when steps come
   *     first. In each frame of the call stack, from the outermost: the place of the statement, and
   *     for each loop the iteration before the place inside it. Empty at the end
   * @param request what it asks for
   */
  @SuppressWarnings("ArrayRecordComponent") // made for each step; nobody compares it
  record Stand(int[] position, StepRequest request) {
    /** Checks presence. */
    public Stand {
      requireNonNull(position, "position");
      requireNonNull(request, "request");
    }
  }
}
