package io.flowengine.internal.runtime;

import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.InitialState;
import io.flowengine.internal.node.Part;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.source.FlowDefinition;
import io.flowengine.internal.start.Creation;
import io.flowengine.spi.Cell;
import io.flowengine.spi.Commit;

/**
 * What an execution leaves behind that ends to go on as another one: its successor, with its place
 * in the tree, its name and its mailbox, in the commit that ends it. Who waits for it finds the
 * successor through its mailbox, see {@link Mailbox#current}.
 */
final class Continuation implements Part {
  private final Creation successor;
  private final Cell cell;

  private Continuation(Creation successor, Cell cell) {
    this.successor = successor;
    this.cell = cell;
  }

  /**
   * Prepares a continuation; after a conflict it is prepared anew.
   *
   * @param record the execution that ends
   * @param inputs the inputs of its successor
   */
  static Continuation of(Services services, ExecutionRecord record, Value inputs) {
    Creation successor =
        Creation.of(
            services,
            record.origin().type(),
            newest(services, record),
            record.parent(),
            InitialState.forgotten(record.attributes()).withInputs(inputs),
            new Creation.Start(Creation.Mode.RUN, null));
    return new Continuation(successor, Mailbox.cell(services, record.id()));
  }

  /** The newest version of a flow; what the execution runs itself if it is no flow of a catalog. */
  private static FlowDefinition newest(Services services, ExecutionRecord record) {
    ExecutionRecord.Origin origin = record.origin();
    FlowDefinition own =
        new FlowDefinition(origin.flowName(), origin.requires(), origin.scriptHash(), null);
    return origin.type() == ExecutionType.FLOW
        ? services.catalog().find(origin.flowName()).orElse(own)
        : own;
  }

  ExecutionRecord successor() {
    return successor.record();
  }

  @Override
  public void addTo(Commit commit) {
    Mailbox mailbox = Mailbox.of(cell);
    successor.addTo(commit);
    Mailbox.write(commit, cell, mailbox.handedTo(successor.record().id()));
    if (!mailbox.isEmpty()) {
      commit.write(Mailbox.NAMESPACE, successor.record().id().toString(), 0, mailbox.toValue());
    }
  }

  @Override
  public void durable() {
    successor.durable();
  }

  @Override
  public void refused() {
    successor.refused();
  }
}
