package io.flowengine;

import static java.util.Objects.requireNonNull;

import io.flowengine.connector.Connector;
import io.flowengine.connector.OutboundPolicy;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementTask;
import io.flowengine.element.Inventory;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordType;
import io.flowengine.flow.FlowHandler;
import io.flowengine.internal.connector.Connectors;
import io.flowengine.internal.dispatch.Dispatcher;
import io.flowengine.internal.dispatch.NodeSettings;
import io.flowengine.internal.dispatch.WorkerPool;
import io.flowengine.internal.environment.SystemEnvironment;
import io.flowengine.internal.handler.HandlerProgram;
import io.flowengine.internal.host.Diagnoses;
import io.flowengine.internal.memory.InMemoryStore;
import io.flowengine.internal.node.Committer;
import io.flowengine.internal.node.Events;
import io.flowengine.internal.node.Extensions;
import io.flowengine.internal.node.Ids;
import io.flowengine.internal.node.PatientStore;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.recurring.Recurrences;
import io.flowengine.internal.source.Attachments;
import io.flowengine.internal.source.Catalog;
import io.flowengine.internal.source.ClassPathFolder;
import io.flowengine.internal.source.Directory;
import io.flowengine.internal.source.RecordCache;
import io.flowengine.internal.source.Wrappers;
import io.flowengine.spi.Authorizer;
import io.flowengine.spi.EngineListener;
import io.flowengine.spi.Environment;
import io.flowengine.spi.FlowLanguage;
import io.flowengine.spi.FlowProgram;
import io.flowengine.spi.FlowSource;
import io.flowengine.spi.RecurrenceKind;
import io.flowengine.spi.Scheduler;
import io.flowengine.spi.SchemaValidator;
import io.flowengine.spi.ScriptFolder;
import io.flowengine.spi.SecretResolver;
import io.flowengine.spi.Store;
import io.flowengine.spi.UserDirectory;
import io.flowengine.spi.YamlReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Collects what an engine is made of. Not thread-safe; may build several engines. */
public final class FlowEngineBuilder {

  private final JavaFlows javaFlows = new JavaFlows();
  private final ElementSetup elements = new ElementSetup();
  private final List<FlowLanguage> languages = new ArrayList<>();
  private final Map<String, Connector> connectors = new LinkedHashMap<>();
  private final Map<String, FlowProgram> wrappers = new LinkedHashMap<>();
  private final Map<String, RecurrenceKind> recurrences = new LinkedHashMap<>();
  private final FlowSources sources = new FlowSources();
  private final List<EngineListener> listeners = new ArrayList<>();
  private @Nullable Store store;
  private @Nullable Scheduler scheduler;
  private Environment environment = new SystemEnvironment();
  private Duration shutdown = FlowEngine.DEFAULT_SHUTDOWN;
  private @Nullable Duration retention;
  private Authorizer authorizer = Authorizer.ALLOW_ALL;
  private @Nullable SchemaValidator schemas;
  private @Nullable YamlReader yaml;
  private final List<SecretResolver> secrets = new ArrayList<>();
  private @Nullable UserDirectory users;
  private int maxRunning = FlowEngine.DEFAULT_MAX_RUNNING;
  private int maxConnections = FlowEngine.DEFAULT_MAX_RUNNING;
  private OutboundPolicy outbound = OutboundPolicy.standard();
  private String node = "node";

  FlowEngineBuilder() {}

  /**
   * Sets where everything is stored. Closing the engine does not close the store.
   *
   * @param value the store; default: one in memory, gone with the engine
   * @return this
   */
  public FlowEngineBuilder store(Store value) {
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
  public FlowEngineBuilder flow(String name, FlowHandler handler) {
    return flow(name, 1, handler);
  }

  /**
   * Adds a version of a flow written in Java. New executions run the one with the highest number;
   * each goes on in the version it began with. One whose version no engine has waits until one has
   * it. So an old version can be dropped when no execution of it is left.
   *
   * @param name its name
   * @param version its number; ≥ 1
   * @param handler what it does in this version
   * @return this
   * @throws IllegalArgumentException if the version is less than 1, or was added before
   */
  public FlowEngineBuilder flow(String name, int version, FlowHandler handler) {
    javaFlows.add(name, version, new HandlerProgram(requireNonNull(handler, "handler")));
    return this;
  }

  /**
   * Sets where the elements are that flows work on.
   *
   * @param source the inventory; an empty one if not set
   * @return this
   */
  public FlowEngineBuilder inventory(Inventory source) {
    elements.inventory(source);
    return this;
  }

  /**
   * Adds more for flows over elements: gates, listeners, tasks that are made of parts.
   *
   * @param setup adds it
   * @return this
   */
  public FlowEngineBuilder elements(Consumer<ElementSetup> setup) {
    setup.accept(elements);
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
  public FlowEngineBuilder task(String name, ElementTask task) {
    elements.task(name, task);
    return this;
  }

  /**
   * Adds a flow over elements, in its first version. It is started, waited for and listed like
   * every other flow; its input {@code elements} may name the elements it works on, by their ids or
   * by the text of a filter.
   *
   * @param flow the flow
   * @return this
   * @throws IllegalArgumentException if version 1 of a flow with its name was added before
   */
  public FlowEngineBuilder flow(ElementFlow flow) {
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
  public FlowEngineBuilder flow(ElementFlow flow, int version) {
    elements.flow(flow, version);
    return this;
  }

  /**
   * Adds a language that scripts are written in.
   *
   * @param language the language; closed with the engine
   * @return this
   */
  public FlowEngineBuilder language(FlowLanguage language) {
    languages.add(requireNonNull(language, "language"));
    return this;
  }

  /**
   * Adds a wrapper written in Java: what runs in the place of an execution that it is put around,
   * see {@link io.flowengine.flow.FlowCall#using}. A wrapper that is stored under the same name
   * comes before it; it comes before one of the same name that comes with a language.
   *
   * @param name its name
   * @param handler what it does; {@link io.flowengine.flow.FlowContext#wrapped} runs what it is put
   *     around
   * @return this
   * @throws IllegalArgumentException if a wrapper of this name was added before
   */
  public FlowEngineBuilder wrapper(String name, FlowHandler handler) {
    FlowProgram program = new HandlerProgram(requireNonNull(handler, "handler"));
    if (wrappers.putIfAbsent(requireNonNull(name, "name"), program) != null) {
      throw new IllegalArgumentException("wrapper '" + name + "' is defined twice");
    }
    return this;
  }

  /**
   * Adds a kind of recurrence for schedules, besides cron, intervals and single instants.
   *
   * @param name how schedules name it, in their field {@code recurrence}
   * @param kind makes recurrences of rules
   * @return this
   * @throws IllegalArgumentException if a kind of this name was added before, or the name is blank
   */
  public FlowEngineBuilder recurrence(String name, RecurrenceKind kind) {
    if (requireNonNull(name, "name").isBlank()) {
      throw new IllegalArgumentException("the name of a recurrence must not be blank");
    }
    if (recurrences.putIfAbsent(name, requireNonNull(kind, "kind")) != null) {
      throw new IllegalArgumentException("recurrence '" + name + "' is added twice");
    }
    return this;
  }

  /**
   * Adds a type of connection to other systems, for {@code this.connect(…)}.
   *
   * @param connector what connections of this type run
   * @return this
   * @throws IllegalArgumentException if a connector of its type was added before, or its type is no
   *     name
   */
  public FlowEngineBuilder connector(Connector connector) {
    String type = requireNonNull(connector, "connector").type();
    if (type.isBlank() || type.length() > 128 || type.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "the type of a connector must have 1 to 128 characters and no colon, was '" + type + "'");
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
  public FlowEngineBuilder maxConnections(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("maxConnections must be >= 1, was " + most);
    }
    maxConnections = most;
    return this;
  }

  /**
   * Sets where connections may go.
   *
   * @param policy the policy; default {@link OutboundPolicy#standard}, which refuses this machine
   *     and its link
   * @return this
   */
  public FlowEngineBuilder outbound(OutboundPolicy policy) {
    outbound = requireNonNull(policy, "policy");
    return this;
  }

  /**
   * Adds a folder of scripts. Each file whose ending belongs to a language of the engine is a flow
   * with the name of the file. The folder is looked at whenever a flow is started: a file that was
   * added or changed counts from the next start on, executions that run keep the text they began
   * with. A file that is broken fails its own executions only; {@link Operations#brokenFlows} finds
   * it before.
   *
   * @param folder the folder
   * @return this
   * @throws InvalidInputException if there is no such folder
   */
  public FlowEngineBuilder flows(Path folder) {
    sources.add(new Directory(requireNonNull(folder, "folder")));
    return this;
  }

  /**
   * Adds a folder of scripts that is somewhere else, see {@link #flows(Path)}.
   *
   * @param folder the folder
   * @return this
   */
  public FlowEngineBuilder flows(ScriptFolder folder) {
    sources.add(requireNonNull(folder, "folder"));
    return this;
  }

  /**
   * Adds a folder of scripts on the class path, in jars or beside them, see {@link #flows(Path)}. A
   * file that was read once stays as it was. A named module must open the folder, if its path could
   * be the name of a package.
   *
   * @param loader sees the folder
   * @param folder its path, for example {@code flows} or {@code com/example/flows}
   * @return this
   */
  public FlowEngineBuilder flows(ClassLoader loader, String folder) {
    requireNonNull(loader, "loader");
    String path = requireNonNull(folder, "folder").replaceAll("^/+|/+$", "");
    sources.add(new ClassPathFolder(loader, path));
    return this;
  }

  /**
   * Adds a source of scripts.
   *
   * @param source the source; asked before all folders
   * @return this
   */
  public FlowEngineBuilder flows(FlowSource source) {
    sources.add(requireNonNull(source, "source"));
    return this;
  }

  /**
   * Adds a listener.
   *
   * @param listener hears what this engine does
   * @return this
   */
  public FlowEngineBuilder listener(EngineListener listener) {
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
  public FlowEngineBuilder scheduler(Scheduler value) {
    scheduler = requireNonNull(value, "scheduler");
    return this;
  }

  /**
   * Sets where time, threads, waiting and randomness come from; for tests and simulations.
   *
   * @param value the environment; default: the machine
   * @return this
   */
  public FlowEngineBuilder environment(Environment value) {
    environment = requireNonNull(value, "environment");
    return this;
  }

  /**
   * Sets how long closing waits for step bodies.
   *
   * @param patience how long; default {@link FlowEngine#DEFAULT_SHUTDOWN}
   * @return this
   */
  public FlowEngineBuilder shutdown(Duration patience) {
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
  public FlowEngineBuilder retention(Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException("retention must be positive, was " + value);
    }
    retention = value;
    return this;
  }

  /**
   * Installs an access policy: what executions may do with records, flows and each other, by their
   * roles. Unless this is called everything is allowed.
   *
   * @param policy the policy
   * @return this
   */
  public FlowEngineBuilder authorizer(Authorizer policy) {
    authorizer = requireNonNull(policy, "policy");
    return this;
  }

  /**
   * Installs what checks inputs and outputs of flows against the schemas that the flows name.
   *
   * @param validator the validator; without one, flows cannot have schemas
   * @return this
   */
  public FlowEngineBuilder schemaValidator(SchemaValidator validator) {
    schemas = requireNonNull(validator, "validator");
    return this;
  }

  /**
   * Installs what reads YAML, so that the value of a stored connector can be given as such a text.
   *
   * @param reader the reader; without one, such texts are JSON
   * @return this
   */
  public FlowEngineBuilder yaml(YamlReader reader) {
    yaml = requireNonNull(reader, "reader");
    return this;
  }

  /**
   * Adds a place where secrets come from; those added before are asked first.
   *
   * @param resolver the place
   * @return this
   */
  public FlowEngineBuilder secrets(SecretResolver resolver) {
    secrets.add(requireNonNull(resolver, "resolver"));
    return this;
  }

  /**
   * Sets who gets the passwords that flows save.
   *
   * @param directory the directory; without one, flows cannot save passwords
   * @return this
   */
  public FlowEngineBuilder userDirectory(UserDirectory directory) {
    users = requireNonNull(directory, "directory");
    return this;
  }

  /**
   * Sets how many executions of Java flows run at the same time; waiting ones do not count.
   *
   * @param most how many; ≥ 1; default {@link FlowEngine#DEFAULT_MAX_RUNNING}
   * @return this
   * @throws IllegalArgumentException if {@code most < 1}
   */
  public FlowEngineBuilder maxRunning(int most) {
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
  public FlowEngineBuilder node(String name) {
    node = requireNonNull(name, "name");
    return this;
  }

  /** Puts the parts together; the engine is not started. */
  FlowEngine.Parts parts() {
    Store used = store == null ? new InMemoryStore() : store;
    Connectors connecting = new Connectors(connectors, secrets, outbound, environment);
    Map<String, NavigableMap<Integer, FlowProgram>> programs = programs(connecting);
    Recurrences recurring = new Recurrences(recurrences);
    String name = node + "-" + Long.toHexString(environment.randomLong());
    Map<String, WorkerPool> pools =
        new Workers(maxRunning, maxConnections)
            .pools(programs, connectors.keySet(), wrappers.keySet(), recurring, languages);
    Scheduler trigger = scheduler == null ? FlowEngine.timer() : scheduler;
    Dispatcher dispatcher =
        new Dispatcher(name, environment, trigger, pools, NodeSettings.DEFAULTS);
    PatientStore patient = new PatientStore(used, environment, dispatcher::isClosed);
    Services services =
        new Services(
            name,
            patient,
            environment,
            catalog(programs, connecting, recurring, patient),
            new Events(listeners),
            new Committer(patient, environment, dispatcher),
            dispatcher,
            new Ids(environment),
            new Extensions(authorizer, schemas, yaml, secrets, users, recurring));
    Set<String> capabilities = new HashSet<>();
    pools.values().forEach(pool -> capabilities.addAll(pool.capabilities()));
    return new FlowEngine.Parts(
        services,
        dispatcher,
        patient,
        new Diagnoses(services, capabilities),
        shutdown,
        store == null ? used : null,
        retention);
  }

  private Catalog catalog(
      Map<String, NavigableMap<Integer, FlowProgram>> programs,
      Connectors connecting,
      Recurrences recurring,
      Store records) {
    RecordCache stored = new RecordCache(RecordType.WRAPPER, records, environment);
    Attachments attachments =
        new Attachments(
            new RecordCache(RecordType.FLOW, records, environment),
            new Wrappers(stored, wrappers, languages));
    return new Catalog(
        programs, languages, sources.all(languages), records, connecting, attachments, recurring);
  }

  private Map<String, NavigableMap<Integer, FlowProgram>> programs(Connectors connecting) {
    elements.requireKnownTasks();
    JavaFlows all = new JavaFlows(javaFlows);
    elements.addTo(all, elements.workshop(environment, languages, connecting));
    return all.programs();
  }

  /**
   * Opens the engine: it begins to run what is due in the store.
   *
   * @return the engine
   * @throws IllegalArgumentException if a flow over elements runs tasks that are not defined, or
   *     two flows have the same name and version
   */
  public FlowEngine build() {
    return new FlowEngine(parts());
  }
}
