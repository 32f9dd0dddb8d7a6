package io.flowengine.internal.runtime;

import io.flowengine.spi.StoredRecord;

/** Who waits for the answer to a message that is deleted is told. */
final class MessageHook implements RecordHook {
  @Override
  public Part committing(RecordChange change) {
    StoredRecord message = change.after();
    return message == null
        ? Part.NONE
        : commit -> commit.notify(MessageOperations.topic(message.id()));
  }
}
