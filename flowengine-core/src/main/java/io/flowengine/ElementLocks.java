package io.flowengine;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.Value;
import io.flowengine.internal.element.LockStore;
import io.flowengine.internal.node.Services;
import io.flowengine.spi.Cell;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult.Committed;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which run has which element: a cell of the store for each. The id of an execution is all that a
 * lock needs, for an execution that has ended, however it did, has nothing any more.
 */
final class ElementLocks implements LockStore {
  private static final String NAMESPACE = "elements.lock";

  private final Services services;

  ElementLocks(Services services) {
    this.services = services;
  }

  @Override
  public Map<String, String> take(String execution, List<String> elements, boolean untilRefused) {
    while (true) {
      Commit commit = new Commit(services.node());
      Map<String, String> owners = new LinkedHashMap<>();
      Map<String, Boolean> ended = new HashMap<>();
      boolean isEmpty = true;
      for (String element : elements) {
        Cell cell = services.store().cell(NAMESPACE, element);
        String owner = owner(cell);
        if (owner.isEmpty()
            || (!owner.equals(execution) && ended.computeIfAbsent(owner, this::hasEnded))) {
          commit.write(NAMESPACE, element, cell.version(), Value.of(execution));
          isEmpty = false;
        } else if (!owner.equals(execution)) {
          owners.put(element, owner);
          if (untilRefused) {
            break;
          }
        }
      }
      if (isEmpty || services.commit(commit) instanceof Committed) {
        return owners;
      }
    }
  }

  @Override
  public void release(String execution, Collection<String> elements) {
    boolean isDone = false;
    while (!isDone) {
      Commit commit = new Commit(services.node());
      isDone = true;
      for (String element : elements) {
        Cell cell = services.store().cell(NAMESPACE, element);
        if (owner(cell).equals(execution)) {
          commit.write(NAMESPACE, element, cell.version(), Value.EMPTY);
          isDone = false;
        }
      }
      isDone = isDone || services.commit(commit) instanceof Committed;
    }
  }

  /** The run that has an element, whether it has ended or not. */
  Optional<ExecutionId> owner(String element) {
    String owner = owner(services.store().cell(NAMESPACE, element));
    return owner.isEmpty() || hasEnded(owner)
        ? Optional.empty()
        : Optional.of(ExecutionId.of(owner));
  }

  private static String owner(Cell cell) {
    return cell.value().toObject() instanceof String owner ? owner : "";
  }

  private boolean hasEnded(String execution) {
    List<ExecutionRecord> found = services.store().executions(List.of(ExecutionId.of(execution)));
    return found.isEmpty() || found.getFirst().status().isEnded();
  }
}
