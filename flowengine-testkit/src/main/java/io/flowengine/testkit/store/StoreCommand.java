package io.flowengine.testkit.store;

import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.spi.InboxItem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that is done to a store and to its model. Executions and nodes go by number. */
sealed interface StoreCommand {
  /** An execution is created, held by a node or due after some seconds. */
  record Create(int execution, @Nullable String holder, @Nullable Integer dueIn)
      implements StoreCommand {}

  /** A node claims everything it can get. */
  record Claim(String node) implements StoreCommand {}

  /** The holder writes a journal entry and takes its inbox. */
  record Write(int execution) implements StoreCommand {}

  /** Somebody writes who lost the lease. */
  record WriteLate(int execution) implements StoreCommand {}

  /** The holder makes its last commit again. */
  record Repeat(int execution) implements StoreCommand {}

  /** The holder gives the lease back. */
  record Release(
      int execution,
      List<Integer> targets,
      ReturnWhen returnWhen,
      boolean topic,
      @Nullable Integer dueIn)
      implements StoreCommand {}

  /** The holder ends the execution. */
  record End(int execution, ExecutionStatus status) implements StoreCommand {}

  /** Anybody sends something. */
  record Send(int execution, InboxItem.Kind kind) implements StoreCommand {}

  /** The topic is notified. */
  record Notify() implements StoreCommand {}

  /** A cell is written, with the right version or another one. */
  record WriteCell(int cell, boolean right) implements StoreCommand {}

  /** Time passes, and some nodes renew their leases. */
  record Pass(int seconds, List<String> renewing) implements StoreCommand {}

  /** A node leaves. */
  record Leave(String node) implements StoreCommand {}
}
