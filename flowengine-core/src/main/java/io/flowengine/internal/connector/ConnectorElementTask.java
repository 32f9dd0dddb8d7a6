package io.flowengine.internal.connector;

import io.flowengine.connector.Connector;
import io.flowengine.connector.ConnectorException;
import io.flowengine.connector.OutboundPolicy;
import io.flowengine.element.ConnectorTask;
import io.flowengine.element.ElementTask;
import io.flowengine.element.Inventory;
import io.flowengine.element.TaskCall;
import io.flowengine.element.TaskResult;
import io.flowengine.execution.ExecutionId;
import io.flowengine.spi.Environment;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A task on an element that is a call of a connector, reached as its profile says. */
final class ConnectorElementTask implements ElementTask {
  private final Connector connector;
  private final Secrets secrets;
  private final ConnectorTask task;
  private final Inventory inventory;
  private final OutboundPolicy outbound;
  private final Environment environment;

  ConnectorElementTask(
      Connector connector,
      Secrets secrets,
      ConnectorTask task,
      Inventory inventory,
      OutboundPolicy outbound,
      Environment environment) {
    this.connector = connector;
    this.secrets = secrets;
    this.task = task;
    this.inventory = inventory;
    this.outbound = outbound;
    this.environment = environment;
  }

  @Override
  public TaskResult run(TaskCall call) throws Exception {
    Map<String, @Nullable Object> given =
        new LinkedHashMap<>(inventory.connection(call.element().profile()));
    given.putAll(task.filled(call));
    Set<String> found = new HashSet<>();
    given.replaceAll((name, value) -> secrets.resolved(value, List.of(), found));
    Map<String, Object> inputs = connector.inputs().accept(connector.type(), given);
    RunningEngine engine = new RunningEngine(null, outbound, environment);
    RunningCall running =
        new RunningCall(connector, ExecutionId.of(call.runId()), inputs, found, engine);
    try {
      return TaskResult.ok(running.outputs(connector.run(running)).toMap());
    } catch (ConnectorException e) {
      return TaskResult.failed(e.code() + ": " + running.masked(String.valueOf(e.getMessage())));
    } catch (Exception e) {
      return TaskResult.failed(
          e.getClass().getSimpleName() + ": " + running.masked(String.valueOf(e.getMessage())));
    } finally {
      running.leave();
    }
  }
}
