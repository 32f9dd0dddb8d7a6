package io.flowengine.internal.runtime;

import io.flowengine.connector.Connector;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Arguments;
import io.flowengine.internal.argument.HiddenInputs;
import io.flowengine.internal.argument.Protection;
import io.flowengine.internal.connector.Connectors;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.runtime.ChildCall.Subject;
import io.flowengine.internal.runtime.ChildCall.Target;
import io.flowengine.internal.source.FlowDefinition;
import io.flowengine.internal.start.Based;
import io.flowengine.spi.JournalEntry.Call;
import io.flowengine.spi.JournalEntry.Kind;
import io.flowengine.spi.StoredRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The call {@code connect}: a child that runs a connector. Which inputs are secret is known to the
 * connector only, so the journal has the names of inputs and none of their values.
 */
final class ConnectOperations {
  /** Keywords of the call that a connector may have inputs of the name of. */
  private static final Set<String> SHARED =
      Set.of("timeout", "retry", "idempotency_key", "version", "options");

  private static final Set<String> KNOWN =
      CreateOperations.with("connector", "by", "connector_type", "version", "using");

  private ConnectOperations() {}

  static Value connect(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(KNOWN, Set.of());
    Target target = target(run, in);
    Call call = run.describe(Kind.WRITE, name, select(in), open(in));
    return ChildCall.make(run, call, in, target);
  }

  private static String select(Arguments in) {
    return in.get("connector") != null ? in.name("connector") : in.name("connector_type");
  }

  static Target target(FlowRun run, Arguments in) {
    boolean stored = in.get("connector") != null;
    if (stored == (in.get("connector_type") != null)) {
      throw new InvalidInputException(
          "connect takes either a connector or connector_type=, "
              + (stored ? "and was given both" : "and was given neither"));
    }
    String select = select(in);
    return new Target(
        ExecutionType.CONNECTION,
        null,
        () -> subject(run.services(), in, stored, select),
        (stored ? "connector " : "type ") + select + " ",
        CreateOperations.creating(in, "connect", "connector", "by", "connector_type"));
  }

  /** The arguments without values that may be secret. */
  private static Value open(Arguments in) {
    Map<String, @Nullable Object> open = in.value().toMap();
    if (open.containsKey("inputs")) {
      open.put("inputs", in.map("inputs").keySet().stream().sorted().toList());
    }
    Map<String, @Nullable Object> init = new HashMap<>(in.map("init"));
    if (init.containsKey("input_value")) {
      Arguments fields = new Arguments(Value.of(init));
      init.put("input_value", fields.map("input_value").keySet().stream().sorted().toList());
      open.put("init", init);
    }
    return Value.of(open);
  }

  private static Subject subject(Services services, Arguments in, boolean stored, String select) {
    Map<String, @Nullable Object> extras = new HashMap<>();
    Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
    String name = select;
    String type = select;
    StoredRecord record = stored ? record(services, select, in.textOrNull("by")) : null;
    if (record != null) {
      name = record.name();
      Map<String, @Nullable Object> fields = record.fields().toMap();
      type = String.valueOf(fields.get("connector_type"));
      inputs.putAll(values(name, fields.get("value")));
      extras.put("connector_id", record.id());
      extras.put("connector_name", name);
      List<String> vaults = vaults(fields.get("vault_secrets"));
      if (!vaults.isEmpty()) {
        extras.put("_vaults", vaults);
      }
    }
    Connector connector = connector(services.catalog().connectors(), type, stored ? name : null);
    requireUnambiguous(connector, in);
    inputs.putAll(new Arguments(Value.of(in.map("init"))).map("input_value"));
    inputs.putAll(in.map("inputs"));
    Map<String, Object> checked = connector.inputs().accept(type, inputs);
    inputs.keySet().retainAll(checked.keySet());
    List<List<String>> hidden = connector.inputs().hidden(inputs);
    requireKept(services, type, hidden, inputs);
    if (!hidden.isEmpty()) {
      extras.put(Protection.INPUTS, hidden.stream().map(path -> String.join("/", path)).toList());
    }
    FlowDefinition definition = new FlowDefinition(type, Connectors.capability(type), null, null);
    return new Subject(
        definition,
        name,
        Value.of("inputs", inputs),
        Value.of(extras),
        Based.connector(type, record));
  }

  /** Where secrets of vaults are, by the names that resolvers know them by but for their keys. */
  private static List<String> vaults(@Nullable Object entries) {
    List<String> vaults = new ArrayList<>();
    for (Object entry : entries instanceof List<?> list ? list : List.of()) {
      if (!(entry instanceof Map<?, ?> vault)
          || !(vault.get("vault_name") instanceof String name)
          || !(vault.get("secret_path") instanceof String path)) {
        throw new InvalidInputException(
            "vault_secrets",
            "must be a list of dicts with vault_name, engine_path and secret_path",
            entry);
      }
      Object engine = vault.get("engine_path");
      vaults.add(name + (engine == null ? "" : "/" + engine) + "/" + path);
    }
    return vaults;
  }

  /** A literal secret is not written where everybody could read it. */
  private static void requireKept(
      Services services,
      String type,
      List<List<String>> hidden,
      Map<String, @Nullable Object> inputs) {
    List<String> literal =
        hidden.stream()
            .filter(path -> HiddenInputs.isLiteral(HiddenInputs.at(path, inputs)))
            .map(path -> String.join("/", path))
            .sorted()
            .toList();
    if (!literal.isEmpty() && !services.store().keepsSecrets()) {
      throw new InvalidInputException(
          type
              + ": inputs "
              + literal
              + " are secret, and the store would keep them readable; give system.secret(name) and"
              + " FlowEngine.builder().secrets(...), or open the store with a payloadCodec");
    }
  }

  private static StoredRecord record(Services services, String select, @Nullable String by) {
    RecordRef named = new RecordRef(RecordType.CONNECTOR, by == null ? "name" : by, select);
    Optional<StoredRecord> found = Optional.empty();
    if (by == null && ExecutionId.isId(select)) {
      found = services.store().record(new RecordRef(RecordType.CONNECTOR, "id", select));
    }
    return found
        .or(() -> services.store().record(named))
        .filter(record -> !record.deleted())
        .orElseThrow(
            () ->
                new ResourceNotFoundException(
                    named, "to connect without a stored connector, give connector_type="));
  }

  private static Map<String, @Nullable Object> values(String name, @Nullable Object value) {
    if (value == null) {
      return Map.of();
    }
    if (value instanceof Map<?, ?> map) {
      return Value.of(map).toMap();
    }
    throw new InvalidInputException("value of connector '" + name + "'", "must be a dict", "text");
  }

  private static Connector connector(Connectors connectors, String type, @Nullable String stored) {
    return connectors
        .find(type)
        .orElseThrow(
            () ->
                new ResourceNotFoundException(
                    RecordRef.of(RecordType.CONNECTOR, type),
                    "the engine has no connector of this type"
                        + (stored == null ? "" : ", which connector '" + stored + "' has")
                        + "; installed types: "
                        + connectors.types()
                        + "; others are added with FlowEngine.builder().connector(...)"));
  }

  /** A keyword that could be meant for the connector is not taken for the call in silence. */
  private static void requireUnambiguous(Connector connector, Arguments in) {
    for (String keyword : SHARED) {
      if (in.has(keyword) && connector.inputs().declares(keyword)) {
        throw new InvalidInputException(
            "'"
                + keyword
                + "' is a keyword of connect and an input of "
                + connector.type()
                + "; for the input write "
                + keyword
                + "_= or inputs={'"
                + keyword
                + "': ...}");
      }
    }
    if (in.get("version") != null) {
      throw new InvalidInputException(
          "connectors have no versions, and "
              + connector.type()
              + " has no input 'version'; it takes "
              + List.copyOf(connector.inputs().names()));
    }
  }
}
