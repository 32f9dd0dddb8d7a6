package io.flowengine.internal.runtime;

import io.flowengine.execution.LogLevel;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Arguments;
import io.flowengine.spi.JournalEntry.Kind;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an execution has been told about names that have others now: each once, in its log. */
final class Deprecations {
  private static final String OLD_LOCATION = "created-by";

  /** The arguments in which fields of an execution or a record are. */
  private static final Set<String> FIELDS = Set.of("init", "fields");

  private final FlowRun run;
  private final Set<String> told = new HashSet<>(0);

  Deprecations(FlowRun run) {
    this.run = run;
  }

  /** The call {@code deprecated}: the script has used a name that has another one now. */
  static Value tell(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(Set.of("name", "instead"), Set.of());
    run.deprecations().used(in.text("name"), in.text("instead"));
    return Value.NULL;
  }

  /**
   * Notes that a name was used. A replay uses the same names in the same order, so what was told is
   * known from the calls and the entry of the first use stands for all.
   */
  private void used(String name, String instead) {
    if (told.add(name)) {
      Value unused =
          run.read(
              run.describe(Kind.LOG, "deprecated", name, Value.EMPTY),
              () -> {
                String text = name + " is deprecated; use " + instead;
                run.log(LogLevel.WARNING, "deprecated", text, Value.NULL);
                return Value.NULL;
              });
    }
  }

  /** A call that may say where something is, with an earlier spelling of it too. */
  static Operation locating(Operation operation) {
    return (run, name, arguments) -> {
      if (arguments.json().contains(OLD_LOCATION) && isOld(arguments.toMap())) {
        run.deprecations().used("location_inheritance='" + OLD_LOCATION + "'", "'created_by'");
      }
      return operation.run(run, name, arguments);
    };
  }

  private static boolean isOld(Map<?, ? extends @Nullable Object> given) {
    return OLD_LOCATION.equals(given.get("location_inheritance"))
        || FIELDS.stream().anyMatch(part -> given.get(part) instanceof Map<?, ?> f && isOld(f));
  }
}
