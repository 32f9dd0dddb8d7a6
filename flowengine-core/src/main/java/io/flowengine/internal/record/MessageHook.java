package io.flowengine.internal.record;

import io.flowengine.internal.node.Part;
import io.flowengine.spi.StoredRecord;

/** Who waits for the answer to a message that is deleted is told. */
public final class MessageHook implements RecordHook {
  @Override
  public Part committing(RecordChange change) {
    StoredRecord message = change.after();
    return message == null ? Part.NONE : commit -> commit.notify(topic(message.id()));
  }

  /**
   * Names the topic that is notified when a message is answered.
   *
   * @param messageId the message
   * @return the topic
   */
  public static String topic(String messageId) {
    return "message/" + messageId;
  }
}
