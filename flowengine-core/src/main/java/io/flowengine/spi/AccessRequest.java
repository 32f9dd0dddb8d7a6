package io.flowengine.spi;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.RecordRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an execution wants to do with a record.
 *
 * @param access what it wants to do
 * @param record the record, as the flow names it; for a listing {@code name} {@code *} of its type
 * @param execution the execution
 * @param executionName its name
 * @param roles its roles; empty if it has none
 * @param projectId where it is; null if it is in no project
 */
public record AccessRequest(
    Access access,
    RecordRef record,
    ExecutionId execution,
    String executionName,
    List<String> roles,
    @Nullable String projectId) {
  /** What can be done with a record. */
  public enum Access {
    /** Its fields or its content are read, or it is asked whether it exists. */
    READ("read"),
    /** Records of its type are listed. */
    LIST("list"),
    /** It is created or changed. */
    SAVE("save"),
    /** It is deleted. */
    DELETE("delete"),
    /** An execution of the flow is created. */
    START("start"),
    /** The execution is paused or cancelled, or its fields are changed. */
    STEER("steer"),
    /** The lock of the setting is acquired or released. */
    LOCK("lock or release"),
    /** A message to a person is created; the record is {@code *}. */
    ASK("send");

    private final String verb;

    Access(String verb) {
      this.verb = verb;
    }

    /** {@return the word for it in messages} */
    public String verb() {
      return verb;
    }
  }

  /** Checks presence. */
  public AccessRequest {
    requireNonNull(access, "access");
    requireNonNull(record, "record");
    requireNonNull(execution, "execution");
    requireNonNull(executionName, "executionName");
    roles = List.copyOf(roles);
  }
}
