package io.flowengine.internal.record;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.start.Location;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who writes records: an execution, or the host.
 *
 * @param services the engine
 * @param name what {@code created_by} says: the id of the execution, or {@code host}
 * @param project where new records are; null for nowhere
 * @param language what the execution is written in; null for the host
 */
public record Author(
    Services services, String name, @Nullable String project, @Nullable String language) {
  static Author host(Services services) {
    return new Author(services, "host", Location.DEFAULT_PROJECT, null);
  }

  /** The language of scripts that it writes: its own, or the only one there is. */
  public String scriptLanguage() {
    List<String> languages = services.catalog().languageNames();
    if (language != null && languages.contains(language)) {
      return language;
    }
    if (languages.size() == 1) {
      return languages.getFirst();
    }
    throw new InvalidInputException(
        "script",
        languages.isEmpty()
            ? "cannot be taken: the engine has no language; add one with"
                + " FlowEngine.builder().language(...)"
            : "must be that of a flow of its language; the engine has " + languages,
        name);
  }

  Instant instant() {
    return services.environment().instant();
  }
}
