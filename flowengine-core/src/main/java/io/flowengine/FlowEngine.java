package io.flowengine;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.EngineClosedException;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.FlowEngineException;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Page;
import io.flowengine.execution.Query;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.flowchart.Flowchart;
import io.flowengine.internal.argument.Protection;
import io.flowengine.internal.dispatch.Dispatcher;
import io.flowengine.internal.environment.SystemEnvironment;
import io.flowengine.internal.host.Diagnoses;
import io.flowengine.internal.host.Expiry;
import io.flowengine.internal.host.Flowcharts;
import io.flowengine.internal.host.HostExecution;
import io.flowengine.internal.host.Messages;
import io.flowengine.internal.host.Projects;
import io.flowengine.internal.host.Reruns;
import io.flowengine.internal.memory.InMemoryStore;
import io.flowengine.internal.node.PatientStore;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.schedule.TimerScheduler;
import io.flowengine.spi.Environment;
import io.flowengine.spi.FlowLanguage;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.Scheduler;
import io.flowengine.spi.Store;
import io.flowengine.spi.StoredRecord;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs flows inside this JVM. An engine is open from {@link FlowEngineBuilder#build()} to {@link
 * #close()}; several engines in one JVM do not meet, unless they share a store, and then they share
 * its executions. Thread-safe.
 */
public final class FlowEngine implements AutoCloseable {
  /** How long {@link #close()} waits for step bodies, unless the builder says otherwise. */
  public static final Duration DEFAULT_SHUTDOWN = Duration.ofSeconds(30);

  /** How many executions of Java flows run at the same time, unless the builder says otherwise. */
  public static final int DEFAULT_MAX_RUNNING = 1000;

  private final Services services;
  private final Dispatcher dispatcher;
  private final Operations operations;
  private final ElementRuns elements;
  private final Duration shutdown;
  private final @Nullable Store ownStore;
  private final @Nullable Expiry expiry;

  /**
   * What an engine is made of.
   *
   * @param ownStore the store, if the engine made it; null if it belongs to the host
   * @param retention how long ended executions are kept; null for ever
   */
  record Parts(
      Services services,
      Dispatcher dispatcher,
      PatientStore store,
      Diagnoses diagnoses,
      Duration shutdown,
      @Nullable Store ownStore,
      @Nullable Duration retention) {}

  FlowEngine(Parts parts) {
    services = parts.services;
    dispatcher = parts.dispatcher;
    shutdown = parts.shutdown;
    ownStore = parts.ownStore;
    operations = new Operations(this, parts.store, parts.diagnoses);
    elements = new ElementRuns(this, services);
    services.catalog().languages().forEach(language -> language.start(services.environment()));
    Projects.ensureDefault(services);
    dispatcher.start(services, () -> parts.store.waiting() == 0);
    expiry = parts.retention == null ? null : Expiry.start(services, parts.retention);
  }

  /** {@return a builder of an engine with an in-memory store and no flows} */
  public static FlowEngineBuilder builder() {
    return new FlowEngineBuilder();
  }

  /**
   * Makes a store that keeps everything in memory, for this JVM. It outlives the engines that use
   * it: an engine opened on it goes on where another one was closed or abandoned.
   *
   * @return the store
   */
  public static Store inMemoryStore() {
    return new InMemoryStore();
  }

  /**
   * Makes the scheduler that engines use by default: a timer in this JVM, with one thread.
   *
   * @return the scheduler, for one engine
   */
  public static Scheduler timer() {
    return new TimerScheduler();
  }

  /**
   * Makes the environment that engines have by default: the clock, the threads and the random
   * numbers of this machine.
   *
   * @return the environment
   */
  public static Environment machine() {
    return new SystemEnvironment();
  }

  Services services() {
    return services;
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  void requireOpen() {
    if (dispatcher.isStopping()) {
      throw new EngineClosedException();
    }
  }

  /**
   * Prepares an execution of a flow.
   *
   * @param name the name of the flow
   * @return the execution in the making
   * @throws ResourceNotFoundException if no flow has this name
   * @throws EngineClosedException if the engine is closed
   */
  public FlowStart flow(String name) {
    requireOpen();
    return new FlowStart(this, services.catalog().require(requireNonNull(name, "name")));
  }

  /** {@return what operators need when something does not go as it should} */
  public Operations operations() {
    return operations;
  }

  /**
   * Prepares doing an ended execution again, from the beginning: a new execution with the same
   * name, inputs, priority and timeout, unless they are changed, of the newest version of its flow.
   * It belongs to no parent, and names the earlier one in {@code rerun_of}.
   *
   * @param id the earlier execution
   * @return the execution in the making
   * @throws ResourceNotFoundException if there is no such execution
   * @throws InvalidInputException if it has not ended
   * @throws EngineClosedException if the engine is closed
   */
  public FlowStart rerun(ExecutionId id) {
    requireOpen();
    ExecutionRecord earlier = Reruns.ended(services, requireNonNull(id, "id"));
    return new FlowStart(this, Reruns.newest(services, earlier), earlier);
  }

  /**
   * Does many ended executions again, each as {@link #rerun} does.
   *
   * @param query which; all pages of it
   * @param change is given each earlier execution and the new one in the making, to change inputs
   *     or version; what it throws of {@link FlowEngineException} leaves out that one
   * @return what came of each
   * @throws EngineClosedException if the engine is closed
   */
  public RerunReport rerunAll(Query query, BiConsumer<ExecutionRecord, FlowStart> change) {
    requireOpen();
    query.requireFields(ExecutionRecord.fields());
    Map<ExecutionId, Execution> started = new LinkedHashMap<>();
    Map<ExecutionId, FlowEngineException> refused = new LinkedHashMap<>();
    for (ExecutionRecord earlier : Reruns.all(services, query)) {
      try {
        FlowStart start = rerun(earlier.id());
        change.accept(earlier, start);
        started.put(earlier.id(), start.start());
      } catch (EngineClosedException e) {
        throw e;
      } catch (FlowEngineException e) {
        refused.put(earlier.id(), e);
      }
    }
    return new RerunReport(started, refused);
  }

  /**
   * Prepares doing an ended execution again from the middle: a new execution that shares what the
   * earlier one recorded before a step, with the same inputs and, unless it is changed, of the same
   * version of the flow.
   *
   * @param id the earlier execution
   * @param step the key of the step that is the first to run again, for example {@code ship} or
   *     {@code ship_2}
   * @return the execution in the making
   * @throws ResourceNotFoundException if there is no such execution
   * @throws InvalidInputException if it has not ended, or has recorded no such step; the message
   *     lists those it has
   * @throws EngineClosedException if the engine is closed
   */
  public FlowRestart restart(ExecutionId id, String step) {
    requireOpen();
    ExecutionRecord earlier = Reruns.ended(services, requireNonNull(id, "id"));
    return new FlowRestart(this, earlier, requireNonNull(step, "step"));
  }

  /**
   * Draws the script of a flow.
   *
   * @param flow the name of the flow
   * @return its chart, without a path
   * @throws ResourceNotFoundException if no flow has this name
   * @throws InvalidInputException if it is no script, or one of a language that does not draw
   * @throws io.flowengine.spi.ScriptFailedException if the script is no program
   * @throws EngineClosedException if the engine is closed
   */
  public Flowchart flowchart(String flow) {
    requireOpen();
    return Flowcharts.of(services, requireNonNull(flow, "flow"));
  }

  /**
   * Draws the script of an execution, with the path that it took so far. The path is found by a
   * replay of its journal, which does nothing outside; so bodies of steps are not part of it.
   *
   * @param id the execution
   * @return the chart of the version that it runs, with the path
   * @throws ResourceNotFoundException if there is no such execution
   * @throws InvalidInputException if it runs no script, or is running at the moment
   * @throws io.flowengine.execution.NonDeterministicFlowException if its script does something else
   *     on replay
   * @throws EngineClosedException if the engine is closed
   */
  public Flowchart flowchart(ExecutionId id) {
    requireOpen();
    return Flowcharts.of(services, requireNonNull(id, "id"));
  }

  /**
   * Opens a development session: executions in development mode run on this engine until it is
   * closed, and those that stand still because there was none go on.
   *
   * @return the session, to be closed
   * @throws EngineClosedException if the engine is closed
   */
  public DevelopmentSession develop() {
    requireOpen();
    return new DevelopmentSession(this);
  }

  /**
   * {@return the records that are stored: settings, connectors, flows and whatever else has a name}
   */
  public Records records() {
    return new Records(this);
  }

  /** {@return the schedules, by which flows are started again and again} */
  public Schedules schedules() {
    return new Schedules(this);
  }

  /** {@return the webhooks that are stored, by which flows are started from outside} */
  public Webhooks webhooks() {
    return new Webhooks(this);
  }

  /** {@return the names of all flows that can be started, sorted} */
  public Set<String> flows() {
    return services.catalog().names();
  }

  /**
   * Gives a handle of an execution.
   *
   * @param id its id
   * @return the handle
   * @throws ResourceNotFoundException if there is no such execution
   * @throws EngineClosedException if the engine is closed
   */
  public Execution execution(ExecutionId id) {
    requireOpen();
    if (services.store().executions(List.of(id)).isEmpty()) {
      throw new ResourceNotFoundException(RecordRef.of(RecordType.EXECUTION, id.toString()));
    }
    return new HostExecution(services, dispatcher, id);
  }

  /**
   * Lists executions.
   *
   * @param query which, in which order, how many
   * @return one page of snapshots
   * @throws InvalidInputException if the query names a field that executions do not have
   * @throws EngineClosedException if the engine is closed
   */
  public Page<ExecutionRecord> executions(Query query) {
    requireOpen();
    query.requireFields(ExecutionRecord.fields());
    Page<ExecutionRecord> page = services.store().executions(query);
    return new Page<>(page.items().stream().map(Protection::redacted).toList(), page.cursor());
  }

  /**
   * Reads the journal of an execution.
   *
   * @param id the execution
   * @return its entries by position; empty if it has none
   * @throws EngineClosedException if the engine is closed
   */
  public List<JournalEntry> journal(ExecutionId id) {
    requireOpen();
    return services.store().journal(id);
  }

  /** {@return what can be asked about flows over elements and their runs} */
  public ElementRuns elements() {
    return elements;
  }

  /** {@return the messages that wait for an answer, oldest first; at most 1,000} */
  public List<OpenMessage> openMessages() {
    requireOpen();
    return Messages.open(services).stream().map(MessageViews::open).toList();
  }

  /**
   * Gives one message, open or answered.
   *
   * @param id its id
   * @return the message; passwords in its answer are {@code ***}
   * @throws ResourceNotFoundException if there is no such message
   * @throws EngineClosedException if the engine is closed
   */
  public MessageRecord message(String id) {
    requireOpen();
    RecordRef ref = RecordRef.of(RecordType.MESSAGE, requireNonNull(id, "id"));
    return MessageViews.record(
        services.store().record(ref).orElseThrow(() -> new ResourceNotFoundException(ref)));
  }

  /**
   * Lists messages, open and answered ones.
   *
   * @param query which, in which order, how many; by {@code id, subject, message_type,
   *     is_submitted, execution_id, project_id, created_at, modified_at}
   * @return one page; passwords in answers are {@code ***}
   * @throws InvalidInputException if the query names another field
   * @throws EngineClosedException if the engine is closed
   */
  public Page<MessageRecord> messages(Query query) {
    requireOpen();
    Page<StoredRecord> page = Messages.list(services, query);
    return new Page<>(page.items().stream().map(MessageViews::record).toList(), page.cursor());
  }

  /**
   * Answers a message and wakes whoever waits for it. The answer is durable when this returns.
   *
   * @param messageId the message
   * @param response the values by the keys of its {@linkplain OpenMessage#form form}: {@code
   *     {"string": "…"}} for a request, empty for an acknowledgement; see {@link
   *     io.flowengine.resource.Form#read}
   * @throws ResourceNotFoundException if there is no such message
   * @throws InvalidInputException if it is answered already
   * @throws io.flowengine.resource.InvalidAnswerException if the answer does not fit the form; with
   *     what is wrong with each field. The message stays open
   * @throws EngineClosedException if the engine is closed
   */
  public void answer(String messageId, Map<String, ?> response) {
    requireOpen();
    Messages.answer(services, messageId, response);
  }

  /**
   * Closes the engine. Executions stop at their next call, step bodies may finish; what is not done
   * when the shutdown time is over is abandoned. Everything committed is in the store, where the
   * next engine goes on with it. An in-memory store that the engine made itself is gone. Repeating
   * it does nothing.
   */
  @Override
  public void close() {
    if (expiry != null) {
      expiry.close();
    }
    dispatcher.close(shutdown);
    services.catalog().languages().forEach(FlowLanguage::close);
    if (ownStore != null) {
      ownStore.close();
    }
  }
}
