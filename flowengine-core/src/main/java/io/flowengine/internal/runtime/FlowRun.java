package io.flowengine.internal.runtime;

import static io.flowengine.execution.ExecutionStatus.ENDED_CANCELLED;
import static io.flowengine.execution.ExecutionStatus.ENDED_SUCCESS;
import static java.util.Objects.requireNonNull;

import io.flowengine.execution.EngineClosedException;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.FlowEngineException;
import io.flowengine.execution.LogEntry;
import io.flowengine.execution.LogLevel;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.StatusReason;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Errors;
import io.flowengine.internal.argument.InitialState;
import io.flowengine.internal.argument.Masks;
import io.flowengine.internal.argument.Protection;
import io.flowengine.internal.journal.Digest;
import io.flowengine.internal.journal.Divergence;
import io.flowengine.internal.journal.Journal;
import io.flowengine.internal.journal.Preview;
import io.flowengine.internal.node.Part;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.record.Author;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.JournalEntry.Call;
import io.flowengine.spi.JournalEntry.Interrupted;
import io.flowengine.spi.JournalEntry.Kind;
import io.flowengine.spi.JournalEntry.Raised;
import io.flowengine.spi.JournalEntry.Result;
import io.flowengine.spi.JournalEntry.Returned;
import io.flowengine.spi.Wait;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of a flow from its top: the calls it makes.
 *
 * <p>Every call asks the {@link Journal} first. A recorded one is answered from there. A fresh one
 * passes the <em>boundary</em>, where what others want of the execution takes effect: a
 * cancellation, a pause, the end of its time, the end of the engine. Then it is performed: {@link
 * #read} for what rides on the next commit, {@link #write} for what commits at once, {@link #await}
 * for what waits.
 *
 * <p>A wait commits what it waits for and gives the lease back in one commit; the stack stands by.
 * After every wake-up the wait looks again at what it waits for, so a wake-up too many does no
 * harm, and none can be missed: the store checks, in the commit that registers the wait, whether it
 * is over already.
 */
final class FlowRun {
  private final Activation activation;
  private final Services services;
  private final Ledger ledger;
  private final Journal journal;
  private final Interrupts interrupts;
  private Map<String, @Nullable Object> outputs;
  private final Map<String, Boolean> sides = new HashMap<>(0);
  private final Set<String> locks = new LinkedHashSet<>(0);
  private final List<ExecutionId> wrapped = new ArrayList<>(0);
  private final Masks masks = new Masks();
  private Instant lastNow = Instant.MIN;
  private Supplier<String> location = () -> "";
  private final FlowEnd end;
  private final OwnCode ownCode;
  private final Stops stops;
  private final Deprecations deprecations = new Deprecations(this);

  FlowRun(
      Activation activation,
      Services services,
      Ledger ledger,
      Journal journal,
      Interrupts interrupts) {
    this.activation = activation;
    this.services = services;
    this.ledger = ledger;
    this.journal = journal;
    this.interrupts = interrupts;
    this.end = new FlowEnd(services, ledger, journal, interrupts);
    this.ownCode = new OwnCode(this, services, ledger);
    this.stops = new Stops(activation, this, ledger, interrupts);
    Protection.learnInputs(masks, ledger.record());
    this.outputs = InitialState.outputs(ledger.record());
  }

  // ---------------------------------------------------------------- what operations need to know

  Services services() {
    return services;
  }

  ExecutionRecord record() {
    return ledger.record();
  }

  ExecutionId id() {
    return ledger.record().id();
  }

  Journal journal() {
    return journal;
  }

  /** How the flow comes to its end. */
  FlowEnd end() {
    return end;
  }

  /** What the flow's own code does in the middle of a call. */
  OwnCode ownCode() {
    return ownCode;
  }

  /** What it has been told about names that have others now. */
  Deprecations deprecations() {
    return deprecations;
  }

  /** Where its developer has it stop. */
  Stops stops() {
    return stops;
  }

  Instant instant() {
    return services.environment().instant();
  }

  /** The outputs set so far, also while a replay sets them again. */
  Map<String, @Nullable Object> outputs() {
    return outputs;
  }

  void outputs(Map<String, @Nullable Object> changed) {
    Protection.learnOutputs(masks, ledger.record(), changed);
    outputs = changed;
  }

  /** The settings whose locks this flow has acquired and not released. */
  Set<String> locks() {
    return locks;
  }

  void acquired(String settingId) {
    locks.add(settingId);
  }

  void released(String settingId) {
    locks.remove(settingId);
  }

  /** Who it is as a writer of records. */
  Author author() {
    return new Author(
        services, id().toString(), record().attributes().projectId(), record().origin().requires());
  }

  /** The executions that this one, which is one of a wrapper, has created in its inside. */
  List<ExecutionId> wrapped() {
    return wrapped;
  }

  /** What must not be readable in the log. */
  Masks masks() {
    return masks;
  }

  void locatedBy(Supplier<String> locator) {
    location = locator;
  }

  String location() {
    return location.get();
  }

  /** Describes a call by its arguments; what is protected in them is not shown. */
  Call describe(Kind kind, String name, String key, Value arguments) {
    Value shown = masks.isEmpty() ? arguments : Value.of(masks.mask(arguments.toObject()));
    return new Call(kind, name, key, Digest.of(arguments), Preview.of(shown));
  }

  // ---------------------------------------------------------------- calls that do not wait

  /** Makes a call whose entry rides on the next commit. */
  Value read(Call call, Supplier<Value> live) {
    Site site = site(call);
    if (site.isAnswered()) {
      return recorded(site);
    }
    try {
      Value value = live.get();
      ride(site, new Returned(value));
      return value;
    } catch (FlowEngineException e) {
      throw raise(site, e);
    }
  }

  /**
   * Tells whether this execution takes the new side of a change. The first answer stands for the
   * whole execution.
   */
  boolean patched(String id) {
    Boolean known = sides.get(id);
    if (known != null) {
      return known;
    }
    Call call = new Call(Kind.READ, Journal.PATCHED, id, 0, "");
    boolean changed = !journal.goesOnWithout(call);
    if (changed) {
      read(call, () -> Value.of(true));
    }
    sides.put(id, changed);
    return changed;
  }

  /**
   * What a call writes.
   *
   * @param result what it returns
   * @param update the row as it is to be
   * @param part what else is written
   * @param rest until when the execution is known to have nothing to do, so that the lease is given
   *     back in the same commit, and the call returns then or when something comes; null if it goes
   *     on
   */
  record Change(Value result, ExecutionRecord update, Part part, @Nullable Instant rest) {
    Change(Value result, ExecutionRecord update, Part part) {
      this(result, update, part, null);
    }
  }

  /** Makes a call that commits at once. After a conflict the change is computed again. */
  Value write(Call call, Supplier<Change> live) {
    Site site = site(call);
    if (site.isAnswered()) {
      return recorded(site);
    }
    try {
      return write(site, live);
    } catch (FlowEngineException e) {
      throw raise(site, e);
    }
  }

  private Value write(Site site, Supplier<Change> live) {
    while (true) {
      Change change = live.get();
      ledger.ride(site.entry(new Returned(change.result), instant()));
      journal.grow(); // before the commit, for it can be claimed the moment that is done
      switch (commit(change)) {
        case RELEASED -> {
          activation.standBy();
          return change.result;
        }
        case KEPT -> {
          return change.result;
        }
        case CONFLICT -> {
          journal.shrink();
          ledger.unride();
        }
      }
    }
  }

  private Ledger.Written commit(Change change) {
    return change.rest == null
        ? ledger.write(change.update, change.part)
        : activation.release(ExecutionStatus.WAITING, null, Wait.NOTHING, change.rest, change.part);
  }

  /** Commits a change that has no entry, for a program that is never replayed. */
  Value apply(Supplier<Change> live) {
    while (true) {
      Change change = live.get();
      if (ledger.write(change.update, change.part) != Ledger.Written.CONFLICT) {
        return change.result;
      }
    }
  }

  /**
   * Like {@link #write}, but leaves the commit to the wait that follows at once, if the change has
   * no preconditions.
   *
   * @param rides tells whether it has none; asked before the change is computed
   */
  Value writeLazily(Call call, BooleanSupplier rides, Supplier<Change> live) {
    Site site = site(call);
    if (site.isAnswered()) {
      return recorded(site);
    }
    try {
      if (!rides.getAsBoolean()) {
        return write(site, live);
      }
      Change change = live.get();
      ride(site, new Returned(change.result));
      ledger.ride(change.part);
      return change.result;
    } catch (FlowEngineException e) {
      throw raise(site, e);
    }
  }

  /**
   * Takes the time or entropy. Never interrupts: libraries do it that do not expect to be
   * interrupted.
   */
  Value sample(String name, Supplier<Value> draw) {
    Call call = new Call(Kind.SAMPLE, name, "", 0, "");
    return switch (journal.next(call)) {
      case Journal.Recorded recorded -> outcome(recorded.entry().result());
      case Journal.Diverged diverged -> throw activation.diverge(diverged.divergence());
      case Journal.Fresh fresh -> {
        Value drawn = draw.get();
        ride(new Site(fresh.position(), call, null, instant()), new Returned(drawn));
        yield drawn;
      }
    };
  }

  /** The time now, but not before what the flow has seen. */
  Instant clock() {
    Instant now = instant();
    return now.isBefore(lastNow) ? lastNow : now;
  }

  void saw(Instant now) {
    lastNow = now;
  }

  /** Ends the execution. The first end stands; later ones raise it again. */
  Value end(Call call, ExecutionStatus status, @Nullable String message) {
    return end(call, status, message, status == ENDED_CANCELLED ? StatusReason.REQUESTED : null);
  }

  /** Ends the execution, which goes on as another one. */
  Value continueAs(Call call, Value inputs) {
    end.continueWith(inputs);
    return end(call, ENDED_SUCCESS, null, StatusReason.CONTINUED);
  }

  private Value end(
      Call call, ExecutionStatus status, @Nullable String message, @Nullable StatusReason reason) {
    end.raiseAgain();
    Site site = site(call);
    if (site.isAnswered()) {
      recorded(site);
    } else {
      ride(site, new Returned(Value.NULL));
    }
    throw end.by(new Unwinding.Ending(status, message, reason));
  }

  void log(LogLevel level, String subject, String text, Value data) {
    log(level, subject, text, data, List.of());
  }

  void log(LogLevel level, String subject, String text, Value data, List<RecordRef> references) {
    ledger.ride(new LogEntry(instant(), level, subject, text, data, references));
  }

  /** Makes durable what rides. */
  void flush() {
    ledger.flush();
  }

  /** Adds something to the next commit. */
  void ride(Part part) {
    ledger.ride(part);
  }

  // ---------------------------------------------------------------- calls that wait

  /** Makes a call that waits. */
  Value await(Call call, Awaiting awaiting) {
    Site site = site(call);
    if (site.isAnswered()) {
      return recorded(site);
    }
    Instant deadline = awaiting.deadline(site.createdAt());
    boolean registered = site.recorded() != null;
    while (true) {
      if (registered) {
        boundary(site, awaiting);
      }
      Optional<Result> result = look(awaiting, deadline);
      if (result.isPresent()) {
        if (settle(site, result.get(), registered, awaiting.settling())) {
          return outcome(result.get());
        }
        continue;
      }
      boolean first = !registered;
      if (first) {
        journal.grow(); // before the commit, for it can be claimed the moment that is done
      }
      Ledger.Written written =
          activation.release(
              ExecutionStatus.WAITING,
              null,
              awaiting.wakes(),
              deadline,
              commit -> {
                if (first) {
                  commit.journal(site.entry(JournalEntry.Pending.PENDING, null));
                  awaiting.begin(commit);
                }
                awaiting.register(commit);
              });
      if (first && written == Ledger.Written.CONFLICT) {
        journal.shrink();
      } else if (first) {
        registered = true;
        awaiting.begun();
      }
      if (written == Ledger.Written.RELEASED) {
        activation.standBy();
      }
    }
  }

  /** Records what a wait has come to; gives false if that was refused. */
  private boolean settle(Site site, Result result, boolean registered, Optional<Part> part) {
    ledger.ride(site.entry(result, instant()));
    if (part.isPresent() && ledger.write(ledger.record(), part.get()) == Ledger.Written.CONFLICT) {
      ledger.unride();
      return false;
    }
    if (!registered) {
      journal.grow();
    }
    return true;
  }

  private Optional<Result> look(Awaiting awaiting, @Nullable Instant deadline) {
    try {
      Optional<Value> settled = awaiting.look();
      if (settled.isEmpty() && deadline != null && !instant().isBefore(deadline)) {
        settled = Optional.of(awaiting.expired());
      }
      return settled.map(Returned::new);
    } catch (EngineClosedException e) {
      throw e;
    } catch (FlowEngineException e) {
      return Optional.of(Errors.recorded(e));
    }
  }

  /** Stands still at a call of the flow's own until somebody resumes. */
  Value pause(Call call) {
    Site site = site(call);
    if (site.isAnswered()) {
      return recorded(site);
    }
    ride(site, new Returned(Value.NULL));
    interrupts.requestPause(StatusReason.REQUESTED);
    activation.standStill();
    return Value.NULL;
  }

  // ---------------------------------------------------------------- the journal

  /** Takes the place of a call: finds what is recorded, or passes the boundary. */
  Site site(Call call) {
    return switch (journal.next(call)) {
      case Journal.Recorded recorded ->
          new Site(
              recorded.entry().position(), call, recorded.entry(), recorded.entry().createdAt());
      case Journal.Fresh fresh -> {
        Site site = new Site(fresh.position(), call, null, instant());
        boundary(site, null);
        yield site;
      }
      case Journal.Diverged diverged -> throw activation.diverge(diverged.divergence());
    };
  }

  Value recorded(Site site) {
    JournalEntry entry = requireNonNull(site.recorded());
    if (entry.result() instanceof Interrupted interrupted) {
      interrupts.replayed();
      interrupts.settle(ledger);
      Instant at = requireNonNull(entry.endedAt(), "endedAt");
      throw end.cancelled(interrupted.reason(), interrupted.message(), at);
    }
    return outcome(entry.result());
  }

  Value outcome(Result result) {
    return switch (result) {
      case Returned returned -> returned.value();
      case Raised raised -> throw Errors.failed(raised);
      case Interrupted interrupted ->
          throw new IllegalStateException(interrupted + " is no outcome");
      case JournalEntry.Pending pending ->
          throw new IllegalStateException(pending + " is no outcome");
    };
  }

  private void ride(Site site, Result result) {
    ride(site, result, instant());
  }

  void ride(Site site, Result result, Instant now) {
    journal.grow();
    ledger.ride(site.entry(result, now));
  }

  /** Records what a call raises. That the engine is closed is none of the flow's business. */
  private FlowEngineException raise(Site site, FlowEngineException e) {
    if (!(e instanceof EngineClosedException)) {
      ride(site, Errors.recorded(e));
    }
    return e;
  }

  /** {@return the finding if the flow ends although its journal goes on} */
  Optional<Divergence> unfinished() {
    return journal.end();
  }

  // ---------------------------------------------------------------- the boundary

  /** Lets what others want take effect before a live call, or while one waits. */
  private void boundary(Site site, @Nullable Awaiting waiting) {
    while (true) {
      activation.look();
      end.expire();
      if (!interrupts.pause()) {
        activation.goOn();
      }
      if (end.isForced(instant())) {
        throw activation.endByForce();
      }
      end.boundary(site, waiting);
      if (!interrupts.pause()) {
        return;
      }
      activation.standStill();
    }
  }
}
