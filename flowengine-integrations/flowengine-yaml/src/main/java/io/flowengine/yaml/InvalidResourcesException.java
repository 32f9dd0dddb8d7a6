package io.flowengine.yaml;

import io.flowengine.execution.FlowEngineException;
import java.util.List;
import java.util.stream.Collectors;

/** A folder cannot be imported. Its message lists all violations, each with file and line. */
public final class InvalidResourcesException extends FlowEngineException {
  private static final long serialVersionUID = 1;
  private final transient List<Violation> violations;

  InvalidResourcesException(List<Violation> violations) {
    super(
        violations.stream()
            .map(Violation::toString)
            .collect(Collectors.joining("\n", "nothing was imported:\n", "")));
    this.violations = List.copyOf(violations);
  }

  /** {@return all violations, by file and line} */
  public List<Violation> violations() {
    return violations;
  }
}
