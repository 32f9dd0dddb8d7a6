package io.flowengine.internal.handler;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.Filter;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.flow.FlowSystem;
import io.flowengine.resource.Message;
import io.flowengine.resource.Resource;
import io.flowengine.resource.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
  public Message message(String id) {
    return new FlowMessage(calls, id);
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
    List<Execution> handles = new ArrayList<>();
    for (List<?> row : rows(calls, RecordType.EXECUTION, filter, order)) {
      handles.add(FlowExecution.of(calls, row));
    }
    return handles;
  }

  @Override
  public List<Resource> resources(RecordType type, Filter filter, String... order) {
    List<Resource> references = new ArrayList<>();
    for (List<?> row : rows(calls, type, filter, order)) {
      references.add(
          new FlowResource(calls, new RecordRef(type, "id", String.valueOf(row.getFirst()))));
    }
    return references;
  }

  private static List<List<?>> rows(Calls calls, RecordType type, Filter filter, String... order) {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    arguments.put("type", type.scriptName());
    arguments.put("filter", filter.toSpec());
    if (order.length > 0) {
      arguments.put("order", List.of(order));
    }
    List<List<?>> rows = new ArrayList<>();
    if (calls.call("list", arguments).toObject() instanceof List<?> all) {
      all.forEach(row -> rows.add((List<?>) row));
    }
    return rows;
  }
}
