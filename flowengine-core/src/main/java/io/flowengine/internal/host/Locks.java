package io.flowengine.internal.host;

import io.flowengine.execution.Filter;
import io.flowengine.execution.Query;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.internal.node.Part;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.record.LockQueue;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult.Committed;
import io.flowengine.spi.StoredRecord;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The locks of settings as hosts see them. */
public final class Locks {
  private Locks() {}

  /**
   * Lists locks that are not free. Looks at every setting.
   *
   * @param services the engine
   * @return the queue of each, by the name of its setting
   */
  public static Map<String, LockQueue> held(Services services) {
    Map<String, LockQueue> held = new TreeMap<>();
    Query query = Query.where(Filter.eq("is_deleted", false)).limit(Query.MAX_LIMIT);
    String cursor = null;
    do {
      var page = services.store().records(RecordType.SETTING, query.after(cursor));
      for (StoredRecord setting : page.items()) {
        LockQueue queue = LockQueue.read(services, setting.id());
        if (queue.holder() != null) {
          held.put(setting.name(), queue);
        }
      }
      cursor = page.cursor();
    } while (cursor != null);
    return held;
  }

  /**
   * Frees a lock, or hands it to the first who waits.
   *
   * @param services the engine
   * @param setting the name of the setting
   * @param from tells whether a holder is one to be freed from
   * @return false if it was free, or has another holder
   * @throws ResourceNotFoundException if there is no such setting
   */
  public static boolean release(
      Services services, String setting, Predicate<LockQueue.Holder> from) {
    RecordRef ref = RecordRef.of(RecordType.SETTING, setting);
    String id =
        services
            .store()
            .record(ref)
            .filter(record -> !record.deleted())
            .orElseThrow(() -> new ResourceNotFoundException(ref))
            .id();
    while (true) {
      Optional<Part> released = LockQueue.releasing(services, id, from);
      if (released.isEmpty()) {
        return false;
      }
      Commit commit = new Commit(services.node());
      released.get().addTo(commit);
      if (services.commit(commit) instanceof Committed) {
        return true;
      }
    }
  }
}
