package io.flowengine.spi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.StatusReason;
import io.flowengine.execution.Value;
import io.flowengine.spi.JournalEntry.Call;
import io.flowengine.spi.JournalEntry.Interrupted;
import io.flowengine.spi.JournalEntry.Kind;
import io.flowengine.spi.JournalEntry.Pending;
import io.flowengine.spi.JournalEntry.Raised;
import io.flowengine.spi.JournalEntry.Result;
import io.flowengine.spi.JournalEntry.Returned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON form of exported journals: the frame and the entries. */
final class JournalJson {
  private static final String FORMAT = "flowengine-journal";
  static final JsonMapper MAPPER = mapper();

  private JournalJson() {}

  private static JsonMapper mapper() {
    JsonMapper mapper = new JsonMapper();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(Value.MAX_DEPTH * 2 + 100)
                .maxNumberLength(1_000_000)
                .maxStringLength(Integer.MAX_VALUE)
                .build());
    return mapper;
  }

  static String write(JournalExport export) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", FORMAT);
    root.put("version", JournalExport.FORMAT);
    root.set("execution", ExecutionJson.write(export.execution()));
    FlowScript script = export.script();
    if (script != null) {
      root.putObject("script")
          .put("name", script.name())
          .put("language", script.language())
          .put("file", script.file())
          .put("text", script.text());
    }
    ArrayNode journal = root.putArray("journal");
    export.journal().forEach(entry -> journal.add(write(entry)));
    ArrayNode others = root.putArray("others");
    export.others().forEach(other -> others.add(ExecutionJson.write(other)));
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
    try {
      return MAPPER.writer(printer).writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  static JournalExport read(String json) {
    JsonNode root;
    try {
      root = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException("the export is not JSON: " + e.getOriginalMessage());
    }
    if (!root.path("format").asText().equals(FORMAT)) {
      throw new InvalidInputException("format", "must be " + FORMAT, root.path("format").asText());
    }
    int version = root.path("version").asInt();
    if (version < 1 || version > JournalExport.FORMAT) {
      throw new InvalidInputException(
          "the export has version "
              + version
              + ", this library reads versions up to "
              + JournalExport.FORMAT
              + "; use the version of the library that wrote it, or a newer one");
    }
    List<JournalEntry> journal = new ArrayList<>();
    root.path("journal").forEach(entry -> journal.add(entry(entry)));
    List<io.flowengine.execution.ExecutionRecord> others = new ArrayList<>();
    root.path("others").forEach(other -> others.add(ExecutionJson.read(other)));
    return new JournalExport(
        ExecutionJson.read(required(root, "execution")),
        script(root.get("script")),
        journal,
        others);
  }

  private static @Nullable FlowScript script(@Nullable JsonNode script) {
    return script == null
        ? null
        : new FlowScript(
            text(script, "name"),
            text(script, "language"),
            text(script, "file"),
            text(script, "text"));
  }

  // ---------------------------------------------------------------- entries

  private static ObjectNode write(JournalEntry entry) {
    Call call = entry.call();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("position", entry.position().toString());
    node.put("kind", call.kind().name());
    node.put("call", call.name());
    node.put("key", call.key());
    node.put("preview", call.preview());
    node.put("digest", Long.toHexString(call.digest()));
    switch (entry.result()) {
      case Pending pending -> node.put("pending", true);
      case Returned returned -> node.set("returned", tree(returned.value()));
      case Raised raised ->
          node.putObject("raised")
              .put("error", raised.error())
              .put("message", raised.message())
              .set("data", tree(raised.data()));
      case Interrupted interrupted ->
          node.putObject("interrupted")
              .put("reason", interrupted.reason().name())
              .put("message", interrupted.message());
    }
    node.put("created_at", entry.createdAt().toString());
    put(node, "ended_at", entry.endedAt());
    node.put("format", entry.format());
    return node;
  }

  private static JournalEntry entry(JsonNode node) {
    Call call =
        new Call(
            Kind.valueOf(text(node, "kind")),
            text(node, "call"),
            text(node, "key"),
            Long.parseUnsignedLong(text(node, "digest"), 16),
            text(node, "preview"));
    return new JournalEntry(
        node.path("format").asInt(),
        Position.of(text(node, "position")),
        call,
        result(node),
        Instant.parse(text(node, "created_at")),
        instant(node, "ended_at"));
  }

  private static Result result(JsonNode node) {
    JsonNode raised = node.get("raised");
    JsonNode interrupted = node.get("interrupted");
    if (raised != null) {
      return new Raised(text(raised, "error"), text(raised, "message"), value(raised, "data"));
    }
    if (interrupted != null) {
      return new Interrupted(
          StatusReason.valueOf(text(interrupted, "reason")), textOrNull(interrupted, "message"));
    }
    return node.has("pending") ? Pending.PENDING : new Returned(value(node, "returned"));
  }

  // ---------------------------------------------------------------- fields

  static JsonNode tree(Value value) {
    try {
      return MAPPER.readTree(value.json());
    } catch (JsonProcessingException e) {
      throw new InvalidInputException("a value is not JSON: " + e.getOriginalMessage());
    }
  }

  static Value value(JsonNode node, String field) {
    return Value.ofJson(required(node, field).toString());
  }

  static JsonNode required(JsonNode node, String field) {
    JsonNode found = node.get(field);
    if (found == null) {
      throw new InvalidInputException("the export lacks '" + field + "' in " + shortened(node));
    }
    return found;
  }

  private static String shortened(JsonNode node) {
    String text = node.toString();
    return text.length() < 100 ? text : text.substring(0, 100) + "…";
  }

  static String text(JsonNode node, String field) {
    return required(node, field).asText();
  }

  static @Nullable String textOrNull(JsonNode node, String field) {
    JsonNode found = node.get(field);
    return found == null || found.isNull() ? null : found.asText();
  }

  static @Nullable Instant instant(JsonNode node, String field) {
    String text = textOrNull(node, field);
    return text == null ? null : Instant.parse(text);
  }

  static void put(ObjectNode node, String field, @Nullable Object value) {
    if (value != null) {
      node.put(field, value.toString());
    }
  }
}
