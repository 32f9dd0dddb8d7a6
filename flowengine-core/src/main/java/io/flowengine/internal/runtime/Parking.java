package io.flowengine.internal.runtime;

/** Where the stacks of executions that wait are kept. */
public interface Parking {
  /**
   * Keeps the stack of an execution that is about to give its lease back, so that the next claim
   * finds it.
   *
   * @param activation the execution
   */
  void park(Activation activation);

  /**
   * Notes that the lease is given back and the kept stack stands by, so that it may be dropped when
   * there are too many.
   *
   * @param activation the execution
   */
  void standsBy(Activation activation);

  /**
   * Forgets a kept stack, because the lease was not given back after all.
   *
   * @param activation the execution
   */
  void unpark(Activation activation);

  /**
   * Forgets an execution that ended here, or whose stack is dropped.
   *
   * @param activation the execution
   */
  void retired(Activation activation);
}
