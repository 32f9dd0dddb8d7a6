package io.flowengine.internal.record;

import io.flowengine.internal.node.Part;
import io.flowengine.spi.StoredRecord;

/** Settings: who waits for the lock of one hears that it is deleted. */
final class SettingHook implements RecordHook {
  @Override
  public Part committing(RecordChange change) {
    StoredRecord after = change.after();
    return after == null || !after.deleted()
        ? Part.NONE
        : commit -> commit.notify(LockQueue.deletion(after.id()));
  }
}
