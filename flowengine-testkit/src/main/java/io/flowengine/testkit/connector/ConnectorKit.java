package io.flowengine.testkit.connector;

import static io.flowengine.testkit.connector.KitEngines.PATIENCE;
import static io.flowengine.testkit.connector.KitEngines.await;
import static io.flowengine.testkit.connector.KitEngines.connection;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.connector.Connector;
import io.flowengine.connector.Input;
import io.flowengine.connector.OutboundPolicy;
import io.flowengine.connector.ValueKind;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.execution.Value;
import io.flowengine.spi.Commit;
import io.flowengine.spi.Store;
import io.flowengine.spi.StoredRecord;
import io.flowengine.testkit.process.ChildJvm;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of {@link Connector} as tests: inputs, stored configuration, masking, the outbound
 * policy, cancel, timeout, many calls at once, recovery, bounded heap, and its page. Extend it, run
 * a server on this machine, and say how the connector is to be asked.
 *
 * <p>The tests run on the time of the machine, for the other system has no other one. The class
 * needs a constructor without parameters: a JVM with little heap makes an object of it.
 */
public abstract class ConnectorKit {
  private static final Duration IMPATIENCE = Duration.ofMillis(300);
  private static final int AT_ONCE = 200;

  /** How many threads the JVM may add on its own while many calls wait: carriers and the like. */
  private static final int SOME_THREADS = 20;

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
   * @param secret what every secret input has, as a whole, unless the call cannot be made with it
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

  /**
   * {@return how many calls the connector makes at the same time if there are 200; fewer than these
   * if it shares out connections}
   */
  protected int atOnce() {
    return AT_ONCE;
  }

  /** {@return whether a call of {@link #hanging} may be made again after a crash} */
  protected abstract boolean isRepeatable();

  /**
   * Gives inputs of a call that succeeds and that the other system counts.
   *
   * @param isRepeatable whether the call may be made again after a crash
   * @return the inputs; empty if the connector has no such calls
   */
  protected abstract Optional<Map<String, ?>> counted(boolean isRepeatable);

  /** {@return how many calls of {@link #counted} the other system has had} */
  protected abstract int count();

  /**
   * Gives inputs of calls, to be made one after the other, each of which moves more bytes than the
   * heap has: from the other system into a file of the engine, or the other way round.
   *
   * @return the inputs; empty if the connector moves no files
   */
  protected List<Map<String, ?>> large() {
    return List.of();
  }

  /**
   * Opens a store that is not in memory, for {@link #large} and for a look at every byte of it.
   *
   * @param directory where
   * @return the store
   */
  protected abstract Store store(Path directory);

  /** {@return where the page of the connector is; empty if it has none} */
  protected Optional<Path> page() {
    return Optional.empty();
  }

  private KitEngines engines() {
    return new KitEngines(connector());
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
    try (FlowEngine engine =
        engines()
            .open(
                FlowEngine.inMemoryStore(),
                "refusing",
                (system, self, given) ->
                    self.connectTo(connector().type()).inputs(given).run().outputs())) {
      Execution main = engine.flow("refusing").inputs(inputs).start();
      main.outcome(PATIENCE);
      assertThat(main.message().orElse("")).contains(error).contains(said);
      assertThat(main.children()).isEmpty();
    }
  }

  // ---------------------------------------------------------------- calls

  @Test
  final void a_call_gives_outputs_that_are_declared() {
    try (FlowEngine engine = engines().open(FlowEngine.inMemoryStore())) {
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
    try (FlowEngine engine =
        engines()
            .open(
                store,
                "stored",
                (system, self, more) -> self.connect("stored").inputs(more).run().outputs())) {
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
        engines().builder(FlowEngine.inMemoryStore(), OutboundPolicy.standard()).build()) {
      Execution main = engine.flow("main").inputs(succeeding()).start().await(PATIENCE);
      assertThat(connection(main).message().orElse("")).contains("OutboundRefused");
    }
  }

  // ---------------------------------------------------------------- secrets

  @Test
  final void nobody_can_see_a_secret() {
    SecretTrial trial = new SecretTrial(engines(), FlowEngine.inMemoryStore());
    requireMasked(trial.literal(refused(SecretTrial.SECRET)));
  }

  @Test
  final void a_secret_that_is_named_is_not_in_a_single_byte_of_the_store(@TempDir Path directory)
      throws IOException {
    Store store = store(directory);
    SecretTrial trial = new SecretTrial(engines(), store);
    try {
      requireMasked(trial.named(refused(SecretTrial.SECRET)));
      trial.lookAtFiles(directory);
    } finally {
      store.close();
    }
    trial.lookAtFiles(directory);
  }

  private void requireMasked(String refusal) {
    if (isSaid()) {
      assertThat(refusal).as("the refusal").contains("***");
    }
  }

  // ---------------------------------------------------------------- ends

  @Test
  final void a_cancel_stops_the_work_and_frees_the_connection() {
    try (FlowEngine engine = engines().open(FlowEngine.inMemoryStore())) {
      Execution main = engine.flow("main").inputs(hanging()).start();
      await("a call", main, () -> underWay() == 1);
      connection(main).cancel();
      main.await(PATIENCE);
      assertThat(connection(main).status()).isEqualTo(ExecutionStatus.ENDED_CANCELLED);
      await("the end of the call", () -> underWay() == 0);
    }
  }

  @Test
  final void a_call_that_takes_too_long_is_stopped() {
    try (FlowEngine engine =
        engines()
            .open(
                FlowEngine.inMemoryStore(),
                "impatient",
                (system, self, inputs) ->
                    self.connectTo(connector().type())
                        .inputs(inputs)
                        .timeout(IMPATIENCE)
                        .run(ReturnWhen.ALL_ENDED)
                        .outputs())) {
      Execution main = engine.flow("impatient").inputs(hanging()).start();
      main.outcome(PATIENCE);
      await("the end of the connection", () -> connection(main).status().isEnded());
      assertThat(connection(main).status()).isEqualTo(ExecutionStatus.ENDED_CANCELLED);
      assertThat(connection(main).message()).contains("timeout after 0.3 s");
      await("the end of the call", () -> underWay() == 0);
    }
  }

  @Test
  final void many_calls_at_once_hold_no_thread_of_the_machine_each() {
    try (FlowEngine engine =
        engines()
            .open(
                FlowEngine.inMemoryStore(),
                "many",
                (system, self, inputs) -> {
                  for (int i = 0; i < AT_ONCE; i++) {
                    Execution unused = self.connectTo(connector().type()).inputs(inputs).start();
                  }
                  return null;
                })) {
      int before = ManagementFactory.getThreadMXBean().getThreadCount();
      Execution main = engine.flow("many").inputs(hanging()).start().await(PATIENCE);
      await(atOnce() + " calls", main.children().getFirst(), () -> underWay() == atOnce());
      assertThat(main.children()).allMatch(each -> each.status() == ExecutionStatus.RUNNING);
      int threads = ManagementFactory.getThreadMXBean().getThreadCount();
      main.children().forEach(Execution::cancel);
      await("the end of the calls", () -> underWay() == 0);
      await(
          "the end of the connections",
          () -> main.children().stream().allMatch(each -> each.status().isEnded()));
      assertThat(threads - before).as("threads of the machine").isLessThan(SOME_THREADS);
    }
  }

  // ---------------------------------------------------------------- crashes

  @Test
  final void fa_208_a_node_that_dies_leaves_a_call_that_is_made_again_if_that_is_allowed() {
    CrashTrial trial = new CrashTrial(engines());
    ExecutionRecord.State end = trial.inTheMiddle(hanging(), isRepeatable(), this::underWay);
    assertThat(end.message()).isEqualTo(isRepeatable() ? null : "interrupted");
    await("the end of the calls", () -> underWay() == 0);
  }

  @Test
  final void fa_208_a_call_that_was_made_and_not_recorded_is_made_again() {
    ExecutionRecord.State end = lostEnd(true, 2);
    assertThat(end.status()).as("%s", end.message()).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
  }

  @Test
  final void fa_208_a_call_that_must_not_be_made_twice_is_interrupted_instead() {
    ExecutionRecord.State end = lostEnd(false, 1);
    assertThat(end.status()).isEqualTo(ExecutionStatus.ENDED_ERROR);
    assertThat(end.message()).isEqualTo("interrupted");
  }

  private ExecutionRecord.State lostEnd(boolean isRepeatable, int calls) {
    Optional<Map<String, ?>> inputs = counted(isRepeatable);
    Assumptions.assumeTrue(inputs.isPresent(), "the connector has no such calls");
    int before = count();
    ExecutionRecord.State end = new CrashTrial(engines()).atTheEnd(inputs.orElseThrow());
    assertThat(count() - before).as("calls").isEqualTo(calls);
    return end;
  }

  // ---------------------------------------------------------------- files

  @Test
  final void a_large_body_is_never_wholly_in_memory(@TempDir Path directory) {
    List<Map<String, ?>> calls = large();
    Assumptions.assumeFalse(calls.isEmpty(), "the connector moves no files");
    List<String> arguments = new ArrayList<>(List.of(getClass().getName(), directory.toString()));
    calls.forEach(inputs -> arguments.add(Value.of(inputs).json()));
    try (ChildJvm jvm =
        ChildJvm.start(LITTLE_HEAP, LittleHeap.class, arguments.toArray(String[]::new))) {
      for (Map<String, ?> inputs : calls) {
        assertThat(jvm.next(Duration.ofMinutes(3)))
            .as("%s: %s", inputs, jvm.story())
            .isEqualTo("ENDED_SUCCESS");
      }
    }
  }

  /** Makes calls in this JVM; for the one with little heap. */
  void call(Path directory, List<Map<String, @Nullable Object>> calls, Consumer<String> ends) {
    Store store = store(directory);
    try (FlowEngine engine = engines().open(store)) {
      for (Map<String, @Nullable Object> inputs : calls) {
        Execution main = engine.flow("main").inputs(inputs).start().await(PATIENCE.multipliedBy(3));
        Execution connection = connection(main);
        ends.accept(connection.status() + connection.message().map(text -> " " + text).orElse(""));
      }
    } finally {
      store.close();
    }
  }
}
