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

  HandlerSystem(Calls calls) {
    this.calls = calls;
  }

  @Override
  public Resource flow(String name) {
    return new FlowResource(calls, RecordRef.of(RecordType.FLOW, name));
  }

  @Override
  public Setting setting(String name) {
    return new FlowResource(calls, RecordRef.of(RecordType.SETTING, name));
  }

  @Override
  public Resource project(String name) {
    return new FlowResource(calls, RecordRef.of(RecordType.PROJECT, name));
  }

  @Override
  public FileResource file(String name) {
    return new FlowFile(calls, name);
  }

  @Override
  public Message message(String id) {
    return new FlowMessage(calls, id);
  }

  @Override
  public Message message(MessageRequest request) {
    return new FlowMessage(calls, request);
  }

  @Override
  public VaultConfig vaultConfig(String name) {
    return new FlowResource(calls, RecordRef.of(RecordType.VAULT_CONFIG, name));
  }

  @Override
  public Resource resource(RecordType type, String select) {
    if (type == RecordType.EXECUTION) {
      throw new InvalidInputException("an execution is no resource; use execution(id)");
    }
    return switch (type) {
      case MESSAGE -> message(select);
      case FILE -> file(select);
      default -> new FlowResource(calls, RecordRef.of(type, select));
    };
  }

  @Override
  public Execution execution(ExecutionId id) {
    return new FlowExecution(calls, id);
  }

  @Override
  public List<Execution> executions(Filter filter, String... order) {
    return executions(calls, filter, order);
  }

  static List<Execution> executions(Calls calls, Filter filter, String... order) {
    return Listed.now(
        calls,
        RecordType.EXECUTION,
        filter,
        order,
        rows -> rows.stream().<Execution>map(row -> FlowExecution.of(calls, row)).toList());
  }

  @Override
  public List<Resource> resources(RecordType type, Filter filter, String... order) {
    return Listed.now(calls, type, filter, order, rows -> references(type, rows));
  }

  private List<Resource> references(RecordType type, List<List<?>> rows) {
    List<String> ids = rows.stream().map(row -> String.valueOf(row.getFirst())).toList();
    ListedPage page = new ListedPage(calls, type, ids);
    List<Resource> references = new ArrayList<>();
    for (List<?> row : rows) {
      RecordRef ref = new RecordRef(type, "id", String.valueOf(row.getFirst()));
      references.add(new FlowResource(calls, ref, String.valueOf(row.get(1)), page));
    }
    return references;
  }
}
