package io.flowengine;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.internal.host.ScheduleViews;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.record.HostRecords;
import io.flowengine.internal.start.ScheduleFires;
import io.flowengine.resource.PlannedFire;
import io.flowengine.resource.Schedule;
import io.flowengine.resource.ScheduleFire;
import io.flowengine.spi.StoredRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The schedules of an engine: flows that are started again and again. They are records, which flows
 * see as {@code system.schedule(name)}. Every nominal fire takes place once, however many engines
 * are on the store. Thread-safe. All methods throw {@link
 * io.flowengine.execution.EngineClosedException} if the engine is closed, and those that name a
 * schedule throw {@link ResourceNotFoundException} if there is none of that name.
 */
public final class Schedules {
  private final FlowEngine engine;

  Schedules(FlowEngine engine) {
    this.engine = engine;
  }

  private Services services() {
    engine.requireOpen();
    return engine.services();
  }

  private StoredRecord require(String name) {
    return HostRecords.find(services(), RecordType.SCHEDULE, requireNonNull(name, "name"))
        .orElseThrow(() -> new ResourceNotFoundException(RecordRef.of(RecordType.SCHEDULE, name)));
  }

  private void change(String name, String field, @Nullable Object value) {
    StoredRecord schedule = require(name);
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put(field, value);
    StoredRecord unused =
        HostRecords.save(services(), RecordType.SCHEDULE, schedule.name(), fields);
  }

  /**
   * Creates a schedule, or changes the one of the same name. It counts from now on: what it would
   * have fired before is forgotten.
   *
   * @param name its name
   * @param schedule when it fires
   * @throws io.flowengine.execution.InvalidInputException if a field breaks a rule; nothing is
   *     saved
   * @throws ResourceNotFoundException if there is no flow, scheduler or setting of a name it has
   */
  public void save(String name, Schedule schedule) {
    StoredRecord unused =
        HostRecords.save(
            services(), RecordType.SCHEDULE, requireNonNull(name, "name"), schedule.fields());
  }

  /**
   * Lets a schedule rest until an instant. What it would fire before is not missed.
   *
   * @param name its name
   * @param until when it goes on
   */
  public void pause(String name, Instant until) {
    change(name, "paused_until", until);
  }

  /**
   * Ends a pause.
   *
   * @param name the name of the schedule
   */
  public void resume(String name) {
    change(name, "paused_until", null);
  }

  /**
   * Lets a schedule fire, from now on.
   *
   * @param name its name
   */
  public void enable(String name) {
    change(name, "is_enabled", true);
  }

  /**
   * Stops a schedule. What it has started goes on.
   *
   * @param name its name
   */
  public void disable(String name) {
    change(name, "is_enabled", false);
  }

  /**
   * Deletes a schedule. What it has started goes on.
   *
   * @param name its name
   */
  public void delete(String name) {
    HostRecords.delete(services(), RecordType.SCHEDULE, require(name).name());
  }

  /**
   * Gives the fields of a schedule, as scripts see them.
   *
   * @param name its name
   * @return the fields; empty if there is no such schedule
   */
  public Optional<Map<String, @Nullable Object>> find(String name) {
    Services services = services();
    return HostRecords.find(services, RecordType.SCHEDULE, requireNonNull(name, "name"))
        .map(record -> HostRecords.fields(services, record));
  }

  /**
   * Tells when a schedule fires next.
   *
   * @param name its name
   * @param most how many fires at most; &ge; 1
   * @return the fires after now, in order; less than {@code most} if there are no more, none if it
   *     is left to a scheduler
   */
  public List<PlannedFire> nextFires(String name, int most) {
    Services services = services();
    return ScheduleFires.of(services, require(name), services.environment().instant(), most);
  }

  /**
   * Tells when a schedule fires.
   *
   * @param name its name
   * @param from where to begin, exclusive
   * @param most how many fires at most; &ge; 1
   * @return the fires in order, as {@link #nextFires} gives them
   */
  public List<PlannedFire> preview(String name, Instant from, int most) {
    return ScheduleFires.of(services(), require(name), from, most);
  }

  /**
   * Tells what has become of the nominal fires of a schedule: of each that was dealt with, once.
   * Those that were still to be dealt with when the schedule was saved are not among them, for it
   * counts from then on.
   *
   * @param name its name
   * @param most how many at most
   * @return the fires, the latest first, as far as they have not expired with the executions that
   *     recorded them
   * @throws io.flowengine.execution.InvalidInputException if the schedule has a recurrence that
   *     this engine does not know
   */
  public List<ScheduleFire> history(String name, int most) {
    return ScheduleViews.history(services(), require(name).id(), most);
  }
}
