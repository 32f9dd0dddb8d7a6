package io.flowengine.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.FlowEngineBuilder;
import io.flowengine.connector.Connector;
import io.flowengine.connector.Input;
import io.flowengine.connector.OutboundPolicy;
import io.flowengine.connector.ValueKind;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.execution.Value;
import io.flowengine.spi.Commit;
import io.flowengine.spi.Store;
import io.flowengine.spi.StoredRecord;
import io.flowengine.testkit.process.ChildJvm;
import io.flowengine.testkit.process.OffsetEnvironment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of {@link Connector} as tests: inputs, stored configuration, masking, the outbound
 * policy, cancel, timeout, recovery, bounded heap, and its page. Extend it, run a server on this
 * machine, and say how the connector is to be asked.
 *
 * <p>The tests run on the time of the machine, for the other system has no other one. The class
 * needs a constructor without parameters: a JVM with little heap makes an object of it.
 */
public abstract class ConnectorKit {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LOOK_NANOS = 5_000_000;
  private static final String SECRET = "hunter2/hunter2+hunter2";

  /** How a JVM with little heap is called. */
  private static final List<String> LITTLE_HEAP = List.of("env", "_JAVA_OPTIONS=-Xmx64m");

  /** For subclasses. */
  protected ConnectorKit() {}

  /** {@return the connector; a new one, or one that all tests share} */
  protected abstract Connector connector();

  /** {@return inputs of a call to this machine that succeeds} */
  protected abstract Map<String, ?> succeeding();

  /**
   * Gives inputs of a call that the other system refuses. It should say in its answer all that it
   * was sent, so that the kit sees whether secrets are taken out.
   *
   * @param secret what every secret input has, unless the call cannot be made with it
   * @return the inputs
   */
  protected abstract Map<String, ?> refused(String secret);

  /** {@return whether the answer to {@link #refused} has the secret in it; default: yes} */
  protected boolean isSaid() {
    return true;
  }

  /** {@return inputs of a call that has no end} */
  protected abstract Map<String, ?> hanging();

  /** {@return how many calls of {@link #hanging} the other system has under way at the moment} */
  protected abstract int underWay();

  /** {@return whether a call of {@link #hanging} may be made again after a crash} */
  protected abstract boolean isRepeatable();

  /**
   * Gives inputs of a call that moves more bytes than the heap has, from the other system into the
   * engine's file {@code large} or the other way round.
   *
   * @return the inputs; empty if the connector moves no files
   */
  protected Optional<Map<String, ?>> large() {
    return Optional.empty();
  }

  /**
   * Opens a store for {@link #large} that is not in memory.
   *
   * @param directory where
   * @return the store
   */
  protected Store store(Path directory) {
    throw new UnsupportedOperationException("a connector that moves files needs a store on a disk");
  }

  /** {@return where the page of the connector is; empty if it has none} */
  protected Optional<Path> page() {
    return Optional.empty();
  }

  // ---------------------------------------------------------------- engines

  private FlowEngineBuilder builder(Store store, OutboundPolicy policy) {
    return FlowEngine.builder()
        .store(store)
        .outbound(policy)
        .shutdown(Duration.ofSeconds(5))
        .connector(connector())
        .flow(
            "main",
            (system, self, inputs) -> {
              Execution connection =
                  self.connectTo(connector().type()).inputs(inputs).run(ReturnWhen.ALL_ENDED);
              self.log("outputs", connection.outputs());
              return connection.outputs();
            })
        .flow(
            "refusing",
            (system, self, inputs) ->
                self.connectTo(connector().type()).inputs(inputs).run().outputs())
        .flow(
            "impatient",
            (system, self, inputs) ->
                self.connectTo(connector().type())
                    .inputs(inputs)
                    .timeout(Duration.ofMillis(300))
                    .run(ReturnWhen.ALL_ENDED)
                    .outputs())
        .flow(
            "stored",
            (system, self, inputs) -> self.connect("stored").inputs(inputs).run().outputs());
  }

  private FlowEngine open(Store store) {
    return builder(store, OutboundPolicy.standard().openLoopback()).build();
  }

  private static Execution connection(Execution main) {
    List<Execution> children = main.children();
    assertThat(children).as("connections of %s: %s", main.name(), main.message()).hasSize(1);
    return children.getFirst();
  }

  /** Waits for a call of an execution that goes on. */
  private void awaitCalls(int count, Execution main) {
    await(
        count + " call(s)",
        () -> {
          assertThat(main.status().isEnded()).as("the end of %s", main.children()).isFalse();
          return underWay() == count;
        });
  }

  private static void await(String what, BooleanSupplier condition) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting for: %s", what).isLessThan(until);
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  // ---------------------------------------------------------------- declarations

  @Test
  final void the_page_is_what_the_declarations_say() {
    ConnectorPage page = new ConnectorPage(connector());
    assertThat(page.text()).contains("# " + connector().type());
    page().ifPresent(page::requireCurrent);
  }

  @Test
  final void declarations_are_the_same_each_time() {
    assertThat(connector().inputs()).isEqualTo(connector().inputs());
    assertThat(connector().outputs()).isEqualTo(connector().outputs());
  }

  @Test
  final void an_unknown_input_is_refused_before_a_connection_exists() {
    Map<String, Object> inputs = new LinkedHashMap<>(succeeding());
    inputs.put("no_such_input", 1);
    refusedAtOnce(inputs, "ExtraInput", "'no_such_input'");
  }

  @Test
  final void every_input_is_refused_if_it_is_of_another_kind() {
    for (Input input : connector().inputs().declared()) {
      if (input.kind() != ValueKind.ANY) {
        Map<String, Object> inputs = new LinkedHashMap<>(succeeding());
        inputs.put(
            input.name(), input.kind() == ValueKind.DICT ? List.of(1) : Map.of("a", List.of()));
        refusedAtOnce(inputs, "InvalidInput", "'" + input.name() + "'");
      }
    }
  }

  private void refusedAtOnce(Map<String, ?> inputs, String error, String said) {
    try (FlowEngine engine = open(FlowEngine.inMemoryStore())) {
      Execution main = engine.flow("refusing").inputs(inputs).start();
      main.outcome(PATIENCE);
      assertThat(main.message().orElse("")).contains(error).contains(said);
      assertThat(main.children()).isEmpty();
    }
  }

  // ---------------------------------------------------------------- calls

  @Test
  final void a_call_gives_outputs_that_are_declared() {
    try (FlowEngine engine = open(FlowEngine.inMemoryStore())) {
      Execution main = engine.flow("main").inputs(succeeding()).start().await(PATIENCE);
      Execution connection = connection(main);
      assertThat(connection.status())
          .as("%s", connection.message())
          .isEqualTo(ExecutionStatus.ENDED_SUCCESS);
      if (!connector().outputs().isOpen()) {
        assertThat(connector().outputs().names()).containsAll(connection.outputs().keySet());
      }
    }
  }

  @Test
  final void a_stored_connector_is_overridden_key_by_key_and_stays_as_it_is() {
    Map<String, Object> inputs = new LinkedHashMap<>(succeeding());
    String last = List.copyOf(new TreeSet<>(inputs.keySet())).getLast();
    Object given = inputs.get(last);
    Store store = FlowEngine.inMemoryStore();
    try (FlowEngine engine = open(store)) {
      inputs.put(last, Map.of("not", "this"));
      Value fields = Value.of(Map.of("connector_type", connector().type(), "value", inputs));
      String id = ExecutionId.of(7, 7).toString();
      Commit commit = new Commit("host");
      commit.write(new StoredRecord(RecordType.CONNECTOR, id, "stored", false, 1, fields), 0);
      store.commit(commit, FlowEngine.machine().instant());

      Execution main = engine.flow("stored").input(last, given).start();
      main.outcome(PATIENCE);
      assertThat(main.status()).as("%s", main.message()).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
      assertThat(store.record(RecordRef.of(RecordType.CONNECTOR, "stored")).orElseThrow().fields())
          .isEqualTo(fields);
    }
  }

  @Test
  final void this_machine_is_not_reached_unless_the_host_opens_it() {
    try (FlowEngine engine =
        builder(FlowEngine.inMemoryStore(), OutboundPolicy.standard()).build()) {
      Execution main = engine.flow("main").inputs(succeeding()).start().await(PATIENCE);
      assertThat(connection(main).message().orElse("")).contains("OutboundRefused");
    }
  }

  // ---------------------------------------------------------------- secrets

  @Test
  final void nobody_can_see_a_secret() {
    Store store = FlowEngine.inMemoryStore();
    Queue<String> events = new ConcurrentLinkedQueue<>();
    try (RootLog log = new RootLog();
        FlowEngine engine =
            builder(store, OutboundPolicy.standard().openLoopback())
                .listener(event -> events.add(event.toString()))
                .build()) {
      Map<String, ?> inputs = refused(SECRET);
      Execution main = engine.flow("main").inputs(inputs).start();
      main.outcome(PATIENCE);
      search(store, main, events, log);
    }
  }

  private void search(Store store, Execution main, Queue<String> events, RootLog log) {
    SecretSearch search = new SecretSearch(SECRET);
    Execution connection = connection(main);
    assertThat(connection.status()).isEqualTo(ExecutionStatus.ENDED_ERROR);
    if (isSaid()) {
      assertThat(connection.message().orElse("")).as("the refusal").contains("***");
    }
    search.requireAbsent("message", connection.message().orElse(""));
    search.requireAbsent("message of the parent", main.message().orElse(""));
    search.requireAbsent("outputs", String.valueOf(connection.outputs()));
    search.requireAbsent("inputs as others see them", String.valueOf(connection.inputs()));
    search.requireAbsent("picture", main.tree().toText());
    search.requireAbsent("log of the executions", main.log() + " " + connection.log());
    search.requireAbsent("events", String.join("\n", events));
    search.requireAbsent("log", log.text());
    store
        .journals(Set.of(main.id(), connection.id()))
        .forEach((id, entries) -> search.requireAbsent("journal", entries.toString()));
  }

  // ---------------------------------------------------------------- ends

  @Test
  final void a_cancel_stops_the_work_and_frees_the_connection() {
    try (FlowEngine engine = open(FlowEngine.inMemoryStore())) {
      Execution main = engine.flow("main").inputs(hanging()).start();
      awaitCalls(1, main);
      connection(main).cancel();
      main.await(PATIENCE);
      assertThat(connection(main).status()).isEqualTo(ExecutionStatus.ENDED_CANCELLED);
      await("the end of the call", () -> underWay() == 0);
    }
  }

  @Test
  final void a_call_that_takes_too_long_is_stopped() {
    try (FlowEngine engine = open(FlowEngine.inMemoryStore())) {
      Execution main = engine.flow("impatient").inputs(hanging()).start();
      main.outcome(PATIENCE);
      await("the end of the connection", () -> connection(main).status().isEnded());
      assertThat(connection(main).status()).isEqualTo(ExecutionStatus.ENDED_CANCELLED);
      assertThat(connection(main).message()).contains("timeout after 0.3 s");
      await("the end of the call", () -> underWay() == 0);
    }
  }

  @Test
  final void fa_208_a_node_that_dies_leaves_a_call_that_is_made_again_if_that_is_allowed() {
    Store store = FlowEngine.inMemoryStore();
    SeveredStore severed = new SeveredStore(store);
    try (FlowEngine dying = open(severed)) {
      Execution main = dying.flow("main").inputs(hanging()).start();
      awaitCalls(1, main);
      severed.sever();
      try (FlowEngine heir =
          builder(store, OutboundPolicy.standard().openLoopback())
              .environment(new OffsetEnvironment(Duration.ofMinutes(1)))
              .build()) {
        Execution seen = heir.execution(main.id());
        if (isRepeatable()) {
          awaitCalls(2, seen);
          connection(seen).cancel();
        }
        seen.await(PATIENCE);
        assertThat(connection(seen).message().orElse(""))
            .isEqualTo(isRepeatable() ? "" : "interrupted");
      }
      severed.mend();
    }
    await("the end of the calls", () -> underWay() == 0);
  }

  // ---------------------------------------------------------------- files

  @Test
  final void a_large_body_is_never_wholly_in_memory(@TempDir Path directory) {
    Map<String, ?> inputs = large().orElse(null);
    Assumptions.assumeTrue(inputs != null, "the connector moves no files");
    try (ChildJvm jvm =
        ChildJvm.start(
            LITTLE_HEAP,
            LittleHeap.class,
            getClass().getName(),
            directory.toString(),
            Value.of(inputs).json())) {
      assertThat(jvm.next(Duration.ofMinutes(3))).as(jvm.story()).isEqualTo("ENDED_SUCCESS");
    }
  }

  /** Makes a call in this JVM; for the one with little heap. */
  String call(Path directory, Map<String, ? extends @Nullable Object> inputs) {
    Store store = store(directory);
    try (FlowEngine engine = open(store)) {
      Execution main = engine.flow("main").inputs(inputs).start().await(PATIENCE.multipliedBy(3));
      Execution connection = connection(main);
      return connection.status() + connection.message().map(text -> " " + text).orElse("");
    } finally {
      store.close();
    }
  }
}
