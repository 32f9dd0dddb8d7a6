package io.flowengine.internal.runtime;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who writes records: an execution, or the host.
 *
 * @param services the engine
 * @param name what {@code created_by} says: the id of the execution, or {@code host}
 * @param project where new records are; null for nowhere
 * @param language what the execution is written in; null for the host
 */
record Author(Services services, String name, @Nullable String project, @Nullable String language) {
  static Author of(FlowRun run) {
    return new Author(
        run.services(),
        run.id().toString(),
        run.record().attributes().projectId(),
        run.record().origin().requires());
  }

  static Author host(Services services) {
    return new Author(services, "host", Location.DEFAULT_PROJECT, null);
  }

  Instant instant() {
    return services.environment().instant();
  }
}
