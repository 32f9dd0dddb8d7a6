package io.flowengine.internal.element;

import io.flowengine.element.ElementStep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Where tasks are run and time passes. Calls back on the thread of the run, never at once. */
interface Stage {
  /** Something that goes on. */
  interface Ticket {
    /** Asks it to come to an end soon; it still calls back. Does nothing for a span of time. */
    void interrupt();

    /** Gives it up: it does not call back any more. */
    void drop();
  }

  /**
   * Starts a task.
   *
   * @param attempt which, on what
   * @param ended told what came of it
   * @return to end it before its time
   */
  Ticket start(Attempt attempt, Consumer<Ending> ended);

  /**
   * Asks at a gate.
   *
   * @param gate which
   * @param run the run that asks
   * @param elements the ids of those that wait for the answer
   * @param ended told how it answers: ended well if it is passed, else why not
   * @return to give it up
   */
  Ticket ask(ElementStep.Gate gate, ElementRun run, List<String> elements, Consumer<Ending> ended);

  /**
   * Lets somebody outside cancel a child run.
   *
   * @param path what tells it from the other runs of the execution
   * @param then called if that is wanted
   * @return to give it up when the child run has ended
   */
  Ticket cancellable(String path, Runnable then);

  /**
   * Keeps elements from other runs. Those that this run has already are given at once.
   *
   * @param wanted which, and what to do if another run has one
   * @param ended told when that is settled; {@link LockWanted#refused} tells which it did not get
   * @return to give it up
   */
  Ticket lock(LockWanted wanted, Consumer<Ending> ended);

  /**
   * Lets other runs have elements again, once it is recorded that this one is through with them.
   *
   * @param elements their ids
   */
  void unlock(List<String> elements);

  /** {@return the time of what is happening, the same when it is replayed} */
  Instant now();

  /**
   * Lets time pass.
   *
   * @param time how much
   * @param visible whether it is a step of the flow
   * @param batch the batch of the outermost run, from 0
   * @param then called then
   * @return to give it up
   */
  Ticket sleep(Duration time, boolean visible, int batch, Runnable then);

  /**
   * Calls when a time is over, after all else that ends at the same moment.
   *
   * @param time how much
   * @param then called then
   * @return to give it up
   */
  Ticket alarm(Duration time, Runnable then);

  /**
   * Calls once all that ended at the same moment is known, in the order of the requests.
   *
   * @param then what to call
   */
  void later(Runnable then);
}
