package io.flowengine.spi;

import static io.flowengine.spi.JournalJson.instant;
import static io.flowengine.spi.JournalJson.put;
import static io.flowengine.spi.JournalJson.text;
import static io.flowengine.spi.JournalJson.textOrNull;
import static io.flowengine.spi.JournalJson.tree;
import static io.flowengine.spi.JournalJson.value;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionRecord.Attributes;
import io.flowengine.execution.ExecutionRecord.End;
import io.flowengine.execution.ExecutionRecord.Origin;
import io.flowengine.execution.ExecutionRecord.State;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.Failure;
import io.flowengine.execution.Rerun;
import io.flowengine.execution.StatusReason;
import io.flowengine.execution.Value;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The JSON form of executions inside exported journals. What is absent is left out. */
final class ExecutionJson {
  private ExecutionJson() {}

  static ObjectNode write(ExecutionRecord record) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", record.id().toString());
    Attributes attributes = record.attributes();
    node.put("name", attributes.name());
    Origin origin = record.origin();
    node.put("type", origin.type().name());
    node.put("flow", origin.flowName());
    node.put("requires", origin.requires());
    put(node, "script_hash", origin.scriptHash());
    put(node, "parent", origin.parent());
    node.put("seed", Long.toHexString(origin.seed()));
    node.put("created_at", origin.createdAt().toString());
    Rerun rerun = origin.rerun();
    if (rerun != null) {
      put(node, "rerun_of", rerun.of());
      put(node, "restarted_from_step", rerun.fromStep());
    }
    node.set("inputs", tree(attributes.inputs()));
    node.put("priority", attributes.priority());
    put(node, "project", attributes.projectId());
    put(node, "scheduled_for", attributes.scheduledFor());
    put(node, "timeout", attributes.timeout());
    node.set("extras", tree(attributes.extras()));
    State state = record.state();
    node.put("status", state.status().name());
    put(node, "reason", state.reason());
    put(node, "message", state.message());
    node.set("outputs", tree(state.outputs()));
    if (state.failure() != null) {
      node.set("failure", tree(Value.of("failure", state.failure())));
    }
    put(node, "started_at", state.startedAt());
    if (state.end() != null) {
      node.put("ended_at", state.end().at().toString());
      node.put("end_order", state.end().order());
    }
    return node;
  }

  static ExecutionRecord read(JsonNode node) {
    return new ExecutionRecord(
        ExecutionId.of(text(node, "id")), origin(node), attributes(node), state(node));
  }

  private static Origin origin(JsonNode node) {
    String parent = textOrNull(node, "parent");
    String earlier = textOrNull(node, "rerun_of");
    return new Origin(
        ExecutionType.valueOf(text(node, "type")),
        text(node, "flow"),
        text(node, "requires"),
        textOrNull(node, "script_hash"),
        parent == null ? null : ExecutionId.of(parent),
        Long.parseUnsignedLong(text(node, "seed"), 16),
        Instant.parse(text(node, "created_at")),
        earlier == null
            ? null
            : new Rerun(ExecutionId.of(earlier), textOrNull(node, "restarted_from_step")));
  }

  private static Attributes attributes(JsonNode node) {
    String timeout = textOrNull(node, "timeout");
    return new Attributes(
        text(node, "name"),
        value(node, "inputs"),
        node.path("priority").asInt(),
        textOrNull(node, "project"),
        instant(node, "scheduled_for"),
        timeout == null ? null : Duration.parse(timeout),
        value(node, "extras"));
  }

  private static State state(JsonNode node) {
    String reason = textOrNull(node, "reason");
    Instant endedAt = instant(node, "ended_at");
    return new State(
        ExecutionStatus.valueOf(text(node, "status")),
        reason == null ? null : StatusReason.valueOf(reason),
        textOrNull(node, "message"),
        value(node, "outputs"),
        node.has("failure") ? failure(node) : null,
        instant(node, "started_at"),
        endedAt == null ? null : new End(endedAt, node.path("end_order").asLong()));
  }

  private static @Nullable Failure failure(JsonNode node) {
    return requireNonNull(value(node, "failure")).as(Failure.class);
  }
}
