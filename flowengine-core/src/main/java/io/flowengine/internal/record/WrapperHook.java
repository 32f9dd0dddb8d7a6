package io.flowengine.internal.record;

import io.flowengine.internal.node.Part;
import io.flowengine.internal.source.RecordCache;
import io.flowengine.spi.Commit;
import io.flowengine.spi.StoredRecord;

/** Wrappers, which are kept in memory for a moment. */
final class WrapperHook implements RecordHook {
  @Override
  public Part committing(RecordChange change) {
    StoredRecord after = change.after();
    return after == null
        ? Part.NONE
        : forgetting(
            change.author().services().catalog().attachments().wrappers().records(), change, after);
  }

  /** Has a change forgotten what was in memory of a record. */
  static Part forgetting(RecordCache cache, RecordChange change, StoredRecord after) {
    return new Part() {
      @Override
      public void addTo(Commit commit) {}

      @Override
      public void durable() {
        cache.changed(change.before(), after);
      }
    };
  }
}
