package io.flowengine.execution;

import static java.util.Objects.requireNonNull;

/** A record that a call needs does not exist. Python: {@code ResourceNotFoundError}. */
public final class ResourceNotFoundException extends FlowEngineException {
  private static final long serialVersionUID = 1;
  private final transient RecordRef record;

  /**
   * Makes an exception about a record.
   *
   * @param record the record that is missing
   */
  public ResourceNotFoundException(RecordRef record) {
    this(record, "");
  }

  /**
   * Makes an exception about a record, with a hint.
   *
   * @param record the record that is missing
   * @param hint what to do; empty if there is nothing to say
   */
  public ResourceNotFoundException(RecordRef record, String hint) {
    super(
        requireNonNull(record, "record") + " does not exist" + (hint.isEmpty() ? "" : "; " + hint));
    this.record = record;
  }

  /** {@return the record that is missing} */
  public RecordRef record() {
    return record;
  }
}
