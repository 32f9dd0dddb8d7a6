package io.flowengine;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.record.HostRecords;
import io.flowengine.internal.record.RecordCheck;
import io.flowengine.resource.RecordProblem;
import io.flowengine.spi.StoredRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The records of a store, as the host reads and writes them: settings, connectors, flows, schedules
 * and the others that flows see as {@code system.<type>(name)}, by the same rules. Executions are
 * not among them. Thread-safe. All methods throw {@link
 * io.flowengine.execution.EngineClosedException} if the engine is closed.
 */
public final class Records {
  private final FlowEngine engine;

  Records(FlowEngine engine) {
    this.engine = engine;
  }

  private Services services() {
    engine.requireOpen();
    return engine.services();
  }

  private Optional<StoredRecord> stored(RecordType type, String name) {
    return HostRecords.find(services(), type, requireNonNull(name, "name"));
  }

  /**
   * Gives the fields of a record, as scripts see them. What is secret in it is not hidden.
   *
   * @param type its type
   * @param name its name or id
   * @return the fields; empty if there is no such record
   */
  public Optional<Map<String, @Nullable Object>> find(RecordType type, String name) {
    return stored(type, name).map(record -> HostRecords.fields(services(), record));
  }

  /**
   * Lists records.
   *
   * @param type their type
   * @return the names of all that are not deleted, sorted
   */
  public List<String> names(RecordType type) {
    return HostRecords.names(services(), type);
  }

  /**
   * Tells which fields of a type can be written.
   *
   * @param type the type
   * @return the values that they have in a new record, null for most; without the name
   */
  public Map<String, @Nullable Object> blank(RecordType type) {
    return HostRecords.blank(type);
  }

  /**
   * Creates a record, or changes the one of the same type and name. It is durable when this
   * returns.
   *
   * @param type its type
   * @param name its name
   * @param fields the new values; fields that are not named keep theirs
   * @throws io.flowengine.execution.FlowEngineException if a field breaks a rule, names a record
   *     that does not exist, or the record is read-only; nothing is saved
   */
  public void save(RecordType type, String name, Map<String, ? extends @Nullable Object> fields) {
    StoredRecord unused = HostRecords.save(services(), type, requireNonNull(name, "name"), fields);
  }

  /**
   * Finds out whether a record could be saved, without saving it. Scripts are checked too.
   *
   * @param type its type
   * @param name its name
   * @param fields the new values, as for {@link #save}
   * @param planned records that do not exist yet and will be saved before this one
   * @return all that is wrong with single fields, else what is wrong with the record as a whole;
   *     empty if it could be saved
   */
  public List<RecordProblem> check(
      RecordType type,
      String name,
      Map<String, ? extends @Nullable Object> fields,
      Set<RecordRef> planned) {
    return RecordCheck.of(services(), type, requireNonNull(name, "name"), fields, planned);
  }

  /**
   * Tells where in a record secrets are that are there themselves and not by name: the key of a
   * webhook, what the type of a connector declares as secret. If the engine does not have the type,
   * each value of the connector counts as secret.
   *
   * @param type the type of the record
   * @param name its name or id
   * @return the paths to them, beginning with the field; empty if there are none, or no such record
   */
  public List<List<String>> secrets(RecordType type, String name) {
    return stored(type, name)
        .map(record -> HostRecords.secrets(services(), record))
        .orElse(List.of());
  }

  /**
   * Deletes a record softly: it keeps its id and gives its name away.
   *
   * @param type its type
   * @param name its name or id
   * @throws ResourceNotFoundException if there is no such record
   */
  public void delete(RecordType type, String name) {
    StoredRecord record =
        stored(type, name)
            .orElseThrow(() -> new ResourceNotFoundException(RecordRef.of(type, name)));
    HostRecords.delete(services(), type, record.name());
  }
}
