package io.flowengine;

import static java.util.Objects.requireNonNull;

import io.flowengine.connector.Connector;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementTask;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.Inventory;
import io.flowengine.element.RunResult;
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
import io.flowengine.flow.FlowHandler;
import io.flowengine.internal.connector.Connectors;
import io.flowengine.internal.dispatch.Dispatcher;
import io.flowengine.internal.dispatch.NodeSettings;
import io.flowengine.internal.dispatch.WorkerPool;
import io.flowengine.internal.element.ElementProgram;
import io.flowengine.internal.element.RecordedRun;
import io.flowengine.internal.environment.SystemEnvironment;
import io.flowengine.internal.handler.HandlerProgram;
import io.flowengine.internal.host.Diagnoses;
import io.flowengine.internal.host.Expiry;
import io.flowengine.internal.host.HostExecution;
import io.flowengine.internal.host.Messages;
import io.flowengine.internal.host.Projects;
import io.flowengine.internal.host.Reruns;
import io.flowengine.internal.memory.InMemoryStore;
import io.flowengine.internal.runtime.Committer;
import io.flowengine.internal.runtime.Events;
import io.flowengine.internal.runtime.Ids;
import io.flowengine.internal.runtime.PatientStore;
import io.flowengine.internal.runtime.Protection;
import io.flowengine.internal.runtime.Services;
import io.flowengine.internal.schedule.TimerScheduler;
import io.flowengine.internal.source.Catalog;
import io.flowengine.internal.source.DirectorySource;
import io.flowengine.spi.Authorizer;
import io.flowengine.spi.EngineListener;
import io.flowengine.spi.Environment;
import io.flowengine.spi.FlowLanguage;
import io.flowengine.spi.FlowProgram;
import io.flowengine.spi.FlowSource;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.Scheduler;
import io.flowengine.spi.Store;
import io.flowengine.spi.StoredRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs flows inside this JVM. An engine is open from {@link Builder#build()} to {@link #close()};
 * several engines in one JVM do not meet, unless they share a store, and then they share its
 * executions. Thread-safe.
 */
public final class FlowEngine implements AutoCloseable {
  /** How long {@link #close()} waits for step bodies, unless the builder says otherwise. */
  public static final Duration DEFAULT_SHUTDOWN = Duration.ofSeconds(30);

  /** How many executions of Java flows run at the same time, unless the builder says otherwise. */
  public static final int DEFAULT_MAX_RUNNING = 1000;

  private static final int MAX_PARKED = 10_000;

  private final Services services;
  private final Dispatcher dispatcher;
  private final Operations operations;
  private final Duration shutdown;
  private final @Nullable Store ownStore;
  private final @Nullable Expiry expiry;

  private FlowEngine(Builder builder) {
    Environment environment = builder.environment;
    Store store = builder.store == null ? new InMemoryStore() : builder.store;
    ownStore = builder.store == null ? store : null;
    shutdown = builder.shutdown;
    List<FlowSource> sources = new ArrayList<>(builder.sources);
    for (Path folder : builder.folders) {
      sources.add(new DirectorySource(folder, builder.languages));
    }
    String node = builder.node + "-" + Long.toHexString(environment.randomLong());
    Map<String, WorkerPool> pools = builder.pools();
    dispatcher =
        new Dispatcher(node, environment, builder.scheduler(), pools, NodeSettings.DEFAULTS);
    PatientStore patient = new PatientStore(store, environment, dispatcher::isClosed);
    Connectors connectors = new Connectors(builder.connectors);
    Catalog catalog =
        new Catalog(builder.handlers, builder.languages, sources, patient, connectors);
    services =
        new Services(
            node,
            patient,
            environment,
            catalog,
            new Events(builder.listeners),
            new Committer(patient, environment, dispatcher),
            dispatcher,
            new Ids(environment),
            builder.authorizer);
    Set<String> capabilities = new HashSet<>();
    pools.values().forEach(pool -> capabilities.addAll(pool.capabilities()));
    operations = new Operations(this, patient, new Diagnoses(services, capabilities));
    builder.languages.forEach(language -> language.start(environment));
    Projects.ensureDefault(services);
    dispatcher.start(services, () -> patient.waiting() == 0);
    expiry = builder.retention == null ? null : Expiry.start(services, builder.retention);
  }

  /** {@return a builder of an engine with an in-memory store and no flows} */
  public static Builder builder() {
    return new Builder();
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

  /**
   * Tells how far a run over elements has come.
   *
   * @param id the execution
   * @return what is recorded of it now
   * @throws ResourceNotFoundException if there is no such execution
   * @throws InvalidInputException if this engine has no flow over elements that it runs
   * @throws EngineClosedException if the engine is closed
   */
  public RunResult elements(ExecutionId id) {
    requireOpen();
    ExecutionRecord record =
        services.store().executions(List.of(id)).stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new ResourceNotFoundException(
                        RecordRef.of(RecordType.EXECUTION, id.toString())));
    ElementFlow flow =
        services
            .catalog()
            .elementFlow(record)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "id", "must be of a flow over elements that this engine has", id));
    return RecordedRun.read(flow, record, services.store().journal(id));
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

  /** Collects what an engine is made of. Not thread-safe; may build several engines. */
  public static final class Builder {
    private final Map<String, NavigableMap<Integer, FlowProgram>> handlers = new LinkedHashMap<>();
    private final Map<ElementFlow, Integer> elementFlows = new LinkedHashMap<>();
    private final Map<String, ElementTask> tasks = new LinkedHashMap<>();
    private Inventory inventory = new InMemoryInventory();
    private final List<FlowLanguage> languages = new ArrayList<>();
    private final Map<String, Connector> connectors = new LinkedHashMap<>();
    private final List<FlowSource> sources = new ArrayList<>();
    private final List<Path> folders = new ArrayList<>();
    private final List<EngineListener> listeners = new ArrayList<>();
    private @Nullable Store store;
    private @Nullable Scheduler scheduler;
    private Environment environment = new SystemEnvironment();
    private Duration shutdown = DEFAULT_SHUTDOWN;
    private @Nullable Duration retention;
    private Authorizer authorizer = Authorizer.ALLOW_ALL;
    private int maxRunning = DEFAULT_MAX_RUNNING;
    private int maxConnections = DEFAULT_MAX_RUNNING;
    private String node = "node";

    private Builder() {}

    /**
     * Sets where everything is stored. Closing the engine does not close the store.
     *
     * @param value the store; default: one in memory, gone with the engine
     * @return this
     */
    public Builder store(Store value) {
      store = requireNonNull(value, "store");
      return this;
    }

    /**
     * Adds a flow written in Java, in its first version.
     *
     * @param name its name
     * @param handler what it does
     * @return this
     * @throws IllegalArgumentException if version 1 of this flow was added before
     */
    public Builder flow(String name, FlowHandler handler) {
      return flow(name, 1, handler);
    }

    /**
     * Adds a version of a flow written in Java. New executions run the one with the highest number;
     * each goes on in the version it began with. One whose version no engine has waits until one
     * has it. So an old version can be dropped when no execution of it is left.
     *
     * @param name its name
     * @param version its number; ≥ 1
     * @param handler what it does in this version
     * @return this
     * @throws IllegalArgumentException if the version is less than 1, or was added before
     */
    public Builder flow(String name, int version, FlowHandler handler) {
      return add(name, version, new HandlerProgram(requireNonNull(handler, "handler")));
    }

    /**
     * Sets where the elements are that flows work on.
     *
     * @param source the inventory; an empty one if not set
     * @return this
     */
    public Builder inventory(Inventory source) {
      inventory = requireNonNull(source, "inventory");
      return this;
    }

    /**
     * Adds a task that flows over elements can run.
     *
     * @param name its name
     * @param task what it does
     * @return this
     * @throws IllegalArgumentException if a task of this name was added before
     */
    public Builder task(String name, ElementTask task) {
      if (tasks.putIfAbsent(requireNonNull(name, "name"), requireNonNull(task, "task")) != null) {
        throw new IllegalArgumentException("task '" + name + "' is defined twice");
      }
      return this;
    }

    /**
     * Adds a flow over elements, in its first version. It is started, waited for and listed like
     * every other flow; its input {@code elements} may name the elements it works on, by their ids
     * or by the text of a filter.
     *
     * @param flow the flow
     * @return this
     * @throws IllegalArgumentException if version 1 of a flow with its name was added before
     */
    public Builder flow(ElementFlow flow) {
      return flow(flow, 1);
    }

    /**
     * Adds a version of a flow over elements; see {@link #flow(String, int, FlowHandler)}.
     *
     * @param flow the flow
     * @param version its number; ≥ 1
     * @return this
     * @throws IllegalArgumentException if the version is less than 1, or was added before
     */
    public Builder flow(ElementFlow flow, int version) {
      elementFlows.put(requireNonNull(flow, "flow"), version);
      return this;
    }

    private void addElementFlows() {
      Set<String> unknown = new TreeSet<>();
      elementFlows.keySet().forEach(flow -> unknown.addAll(flow.tasks()));
      unknown.removeAll(tasks.keySet());
      if (!unknown.isEmpty()) {
        throw new IllegalArgumentException(
            "flows over elements run tasks that are not defined: "
                + unknown
                + "; add them with task(name, …)");
      }
      elementFlows.forEach(
          (flow, version) ->
              add(flow.name(), version, new ElementProgram(flow, inventory, tasks, environment)));
      elementFlows.clear();
    }

    private Builder add(String name, int version, FlowProgram program) {
      if (version < 1) {
        throw new IllegalArgumentException(
            "version of flow '" + name + "' must be >= 1, was " + version);
      }
      if (handlers
              .computeIfAbsent(requireNonNull(name, "name"), key -> new TreeMap<>())
              .putIfAbsent(version, program)
          != null) {
        throw new IllegalArgumentException(
            "version " + version + " of flow '" + name + "' is defined twice");
      }
      return this;
    }

    /**
     * Adds a language that scripts are written in.
     *
     * @param language the language; closed with the engine
     * @return this
     */
    public Builder language(FlowLanguage language) {
      languages.add(requireNonNull(language, "language"));
      return this;
    }

    /**
     * Adds a type of connection to other systems, for {@code this.connect(…)}.
     *
     * @param connector what connections of this type run
     * @return this
     * @throws IllegalArgumentException if a connector of its type was added before, or its type is
     *     no name
     */
    public Builder connector(Connector connector) {
      String type = requireNonNull(connector, "connector").type();
      if (type.isBlank() || type.length() > 128 || type.indexOf(':') >= 0) {
        throw new IllegalArgumentException(
            "the type of a connector must have 1 to 128 characters and no colon, was '"
                + type
                + "'");
      }
      if (connectors.putIfAbsent(type, connector) != null) {
        throw new IllegalArgumentException("connector type '" + type + "' is added twice");
      }
      return this;
    }

    /**
     * Sets how many connections run at the same time on this node; the others wait in the store.
     *
     * @param most how many; ≥ 1; default {@link FlowEngine#DEFAULT_MAX_RUNNING}
     * @return this
     * @throws IllegalArgumentException if {@code most < 1}
     */
    public Builder maxConnections(int most) {
      if (most < 1) {
        throw new IllegalArgumentException("maxConnections must be >= 1, was " + most);
      }
      maxConnections = most;
      return this;
    }

    /**
     * Adds a folder of scripts. Each file whose ending belongs to a language of the engine is a
     * flow with the name of the file. A changed file counts from the next start on.
     *
     * @param folder the folder
     * @return this
     */
    public Builder flows(Path folder) {
      folders.add(requireNonNull(folder, "folder"));
      return this;
    }

    /**
     * Adds a source of scripts.
     *
     * @param source the source
     * @return this
     */
    public Builder flows(FlowSource source) {
      sources.add(requireNonNull(source, "source"));
      return this;
    }

    /**
     * Adds a listener.
     *
     * @param listener hears what this engine does
     * @return this
     */
    public Builder listener(EngineListener listener) {
      listeners.add(requireNonNull(listener, "listener"));
      return this;
    }

    /**
     * Sets the trigger for what is due later.
     *
     * @param value the scheduler, used by one engine only and closed with it; default: a timer in
     *     this JVM
     * @return this
     */
    public Builder scheduler(Scheduler value) {
      scheduler = requireNonNull(value, "scheduler");
      return this;
    }

    /**
     * Sets where time, threads, waiting and randomness come from; for tests and simulations.
     *
     * @param value the environment; default: the machine
     * @return this
     */
    public Builder environment(Environment value) {
      environment = requireNonNull(value, "environment");
      return this;
    }

    /**
     * Sets how long closing waits for step bodies.
     *
     * @param patience how long; default {@link FlowEngine#DEFAULT_SHUTDOWN}
     * @return this
     */
    public Builder shutdown(Duration patience) {
      shutdown = requireNonNull(patience, "patience");
      return this;
    }

    /**
     * Has the engine remove executions some time after their end: top-level ones whose whole tree
     * ended longer ago, with all descendants, messages, logs and journals. They are gone, and what
     * still refers to them finds nothing. Unless this is called, executions are kept for ever.
     *
     * @param value how long they are kept after the end; positive
     * @return this
     * @throws IllegalArgumentException if {@code value} is zero or negative
     */
    public Builder retention(Duration value) {
      if (value.isNegative() || value.isZero()) {
        throw new IllegalArgumentException("retention must be positive, was " + value);
      }
      retention = value;
      return this;
    }

    /**
     * Installs an access policy: what executions may do with records, flows and each other, by
     * their roles. Unless this is called everything is allowed.
     *
     * @param policy the policy
     * @return this
     */
    public Builder authorizer(Authorizer policy) {
      authorizer = requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Sets how many executions of Java flows run at the same time; waiting ones do not count.
     *
     * @param most how many; ≥ 1; default {@link FlowEngine#DEFAULT_MAX_RUNNING}
     * @return this
     * @throws IllegalArgumentException if {@code most < 1}
     */
    public Builder maxRunning(int most) {
      if (most < 1) {
        throw new IllegalArgumentException("maxRunning must be >= 1, was " + most);
      }
      maxRunning = most;
      return this;
    }

    /**
     * Names this node in leases and logs. A random part is added, so that the name need not be
     * unique.
     *
     * @param name the name; default {@code node}
     * @return this
     */
    public Builder node(String name) {
      node = requireNonNull(name, "name");
      return this;
    }

    private Scheduler scheduler() {
      return scheduler == null ? timer() : scheduler;
    }

    private Map<String, WorkerPool> pools() {
      Map<String, WorkerPool> pools = new HashMap<>();
      Set<String> java = new HashSet<>();
      Set<String> elements = new HashSet<>();
      handlers.forEach(
          (name, versions) ->
              versions.forEach(
                  (version, program) ->
                      (program instanceof ElementProgram ? elements : java)
                          .add(Catalog.capability(name, version, program))));
      pools.put(Catalog.JAVA, new WorkerPool(java, maxRunning, MAX_PARKED, false, false));
      pools.put(Catalog.ELEMENTS, new WorkerPool(elements, maxRunning, MAX_PARKED, true, false));
      Set<String> connections = new HashSet<>();
      connectors.keySet().forEach(type -> connections.add(Connectors.capability(type)));
      pools.put(
          Connectors.POOL, new WorkerPool(connections, maxConnections, MAX_PARKED, false, false));
      for (FlowLanguage language : languages) {
        pools.put(
            language.name(),
            new WorkerPool(
                Set.of(language.name()),
                language.maxRunning(),
                language.maxParked(),
                language.unwindsDroppedStacks(),
                language.needsPlatformThreads()));
      }
      return pools;
    }

    /**
     * Opens the engine: it begins to run what is due in the store.
     *
     * @return the engine
     * @throws IllegalArgumentException if a flow over elements runs tasks that are not defined, or
     *     two flows have the same name and version
     */
    public FlowEngine build() {
      addElementFlows();
      return new FlowEngine(this);
    }
  }
}
