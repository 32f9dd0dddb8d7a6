package io.flowengine.execution;

/** What a wait for several executions waits for. The names are the strings that scripts use. */
public enum ReturnWhen {
  /** All succeeded, or one failed; a failure raises. The default. */
  ALL_SUCCEEDED,
  /** All ended, however they did; never raises. */
  ALL_ENDED,
  /** One ended, however it did; never raises. */
  FIRST_ENDED,
  /** One succeeded, or all failed; raises when all failed. */
  FIRST_SUCCEEDED;

  /**
   * Tells whether a wait is over.
   *
   * @param total how many executions are waited for; ≥ 0
   * @param ended how many of them have ended
   * @param failed how many of the ended ones did not succeed
   * @return true if the wait needs to wait no longer; always true for {@code total == 0}
   */
  public boolean isSettled(int total, int ended, int failed) {
    return switch (this) {
      case ALL_SUCCEEDED -> failed > 0 || ended == total;
      case ALL_ENDED -> ended == total;
      case FIRST_ENDED -> ended > 0 || total == 0;
      case FIRST_SUCCEEDED -> ended > failed || ended == total;
    };
  }
}
