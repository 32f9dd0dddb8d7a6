package io.flowengine.jdbc.internal.commit;

import io.flowengine.execution.ExecutionId;
import io.flowengine.jdbc.internal.session.Blobs;
import io.flowengine.spi.Commit;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the large values of commits where they lie apart from the rows. The caller of a commit does
 * so in its own thread, so that the one thread that writes does not wait for them.
 *
 * @param blobs where they are put; null if all values lie in their rows
 */
public record LargeValues(@Nullable Blobs blobs) {
  private static final Logger LOG = LoggerFactory.getLogger(LargeValues.class);

  /** Puts those of a commit. */
  public void keep(Commit commit) {
    Blobs kept = blobs;
    if (kept != null) {
      StoredValues values =
          (owner, value, what) -> {
            if (owner != null) {
              kept.keep(owner, value.json());
            }
          };
      values.meetAll(commit);
    }
  }

  /** Deletes those of executions that were removed. */
  public void delete(Collection<ExecutionId> removed) {
    if (blobs == null) {
      return;
    }
    for (ExecutionId id : removed) {
      try {
        blobs.delete(id);
      } catch (RuntimeException e) {
        LOG.warn("large values of execution {} are left, which was removed", id, e);
      }
    }
  }
}
