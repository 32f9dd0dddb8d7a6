package io.flowengine.internal.handler;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.Filter;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.flow.FlowSystem;
import io.flowengine.flow.MessageRequest;
import io.flowengine.resource.FileResource;
import io.flowengine.resource.Message;
import io.flowengine.resource.Resource;
import io.flowengine.resource.Setting;
import io.flowengine.resource.VaultConfig;
import java.util.ArrayList;
import java.util.List;

/** What a handler in Java calls {@code system}. */
final class HandlerSystem implements FlowSystem {
  private final Calls calls;
  private final Shown shown;

  HandlerSystem(Calls calls) {
    this(calls, Shown.NORMAL);
  }

  private HandlerSystem(Calls calls, Shown shown) {
    this.calls = calls;
    this.shown = shown;
  }

  @Override
  public FlowSystem allowDeleted() {
    return new HandlerSystem(calls, Shown.ALL);
  }

  @Override
  public FlowSystem onlyDeleted() {
    return new HandlerSystem(calls, Shown.DELETED);
  }

  private FlowResource reference(RecordType type, String select) {
    return new FlowResource(calls, RecordRef.of(type, select), shown, null, null);
  }

  @Override
  public Resource flow(String name) {
    return reference(RecordType.FLOW, name);
  }

  @Override
  public Setting setting(String name) {
    return reference(RecordType.SETTING, name);
  }

  @Override
  public Resource project(String name) {
    return reference(RecordType.PROJECT, name);
  }

  @Override
  public FileResource file(String name) {
    return new FlowFile(calls, reference(RecordType.FILE, name));
  }

  @Override
  public Message message(String id) {
    return new FlowMessage(calls, reference(RecordType.MESSAGE, id));
  }

  @Override
  public Message message(MessageRequest request) {
    return new FlowMessage(calls, request);
  }

  @Override
  public VaultConfig vaultConfig(String name) {
    return reference(RecordType.VAULT_CONFIG, name);
  }

  @Override
  public Resource resource(RecordType type, String select) {
    return resource(RecordRef.of(type, select));
  }

  @Override
  public Resource resource(RecordRef ref) {
    if (ref.type() == RecordType.EXECUTION) {
      throw new InvalidInputException("an execution is no resource; use execution(id)");
    }
    return typed(new FlowResource(calls, ref, shown, null, null));
  }

  /** A record with the calls that its type has. */
  private Resource typed(FlowResource record) {
    return switch (record.ref().type()) {
      case MESSAGE -> new FlowMessage(calls, record);
      case FILE -> new FlowFile(calls, record);
      default -> record;
    };
  }

  @Override
  public Execution execution(ExecutionId id) {
    return new FlowExecution(calls, id);
  }

  @Override
  public List<Execution> executions(Filter filter, String... order) {
    return executions(calls, shown, filter, order);
  }

  static List<Execution> executions(Calls calls, Shown shown, Filter filter, String... order) {
    return Listed.now(
        calls,
        Listed.arguments(RecordType.EXECUTION, shown, filter, order),
        rows -> rows.stream().<Execution>map(row -> FlowExecution.of(calls, row)).toList());
  }

  @Override
  public List<Resource> resources(RecordType type, Filter filter, String... order) {
    return Listed.now(
        calls, Listed.arguments(type, shown, filter, order), rows -> references(type, rows));
  }

  private List<Resource> references(RecordType type, List<List<?>> rows) {
    List<String> ids = rows.stream().map(row -> String.valueOf(row.getFirst())).toList();
    ListedPage page = new ListedPage(calls, type, ids, shown);
    List<Resource> references = new ArrayList<>();
    for (List<?> row : rows) {
      RecordRef ref = new RecordRef(type, "id", String.valueOf(row.getFirst()));
      references.add(typed(new FlowResource(calls, ref, shown, String.valueOf(row.get(1)), page)));
    }
    return references;
  }
}
