package io.flowengine.internal.record;

import io.flowengine.execution.ExecutionId;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.record.ContentStore.Opened;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Content of files that somebody began to write and will not write to its end: an execution that
 * has ended, or a host that died. Removed by housekeeping; several nodes may do so at once.
 */
public final class AbandonedContent {
  private static final Logger LOG = LoggerFactory.getLogger(AbandonedContent.class);
  private static final int BATCH = 100;

  /** Longer than a host takes to write what it has in memory. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private AbandonedContent() {}

  /**
   * Removes what is abandoned.
   *
   * @param services the engine
   */
  public static void remove(Services services) {
    ContentStore contents = new ContentStore(services);
    Instant old = services.environment().instant().minus(LONGEST);
    String after = null;
    List<Opened> batch;
    do {
      batch = contents.opened(after, BATCH);
      Set<String> going = goingOn(services, batch);
      for (Opened open : batch) {
        boolean hosts = !ExecutionId.isId(open.writer());
        if (hosts ? open.at().isBefore(old) : !going.contains(open.writer())) {
          LOG.debug("content {} was not written to its end by {}", open.content(), open.writer());
          contents.abandon(open.content());
        }
        after = open.content();
      }
    } while (batch.size() == BATCH);
  }

  /** The writers that have not ended. */
  private static Set<String> goingOn(Services services, List<Opened> batch) {
    List<ExecutionId> writers =
        batch.stream()
            .map(Opened::writer)
            .filter(ExecutionId::isId)
            .distinct()
            .map(ExecutionId::of)
            .toList();
    return writers.isEmpty()
        ? Set.of()
        : services.store().executions(writers).stream()
            .filter(record -> !record.status().isEnded())
            .map(record -> record.id().toString())
            .collect(Collectors.toSet());
  }
}
