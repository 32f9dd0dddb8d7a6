package io.flowengine.testkit.behaviour;

import static java.util.Comparator.comparingLong;
import static java.util.Objects.requireNonNull;

import io.flowengine.FlowEngine;
import io.flowengine.FlowEngineBuilder;
import io.flowengine.FlowStart;
import io.flowengine.OpenMessage;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.Filter;
import io.flowengine.execution.Query;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.spi.Environment;
import io.flowengine.spi.Store;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What one test plays in: a store, a time that stands still, and an engine, which can be replaced.
 * Whatever a host does here has taken effect, as far as it can without time passing, when the
 * method returns.
 */
final class World implements AutoCloseable {
  /** Longer than it takes to find out that a node has died and to take over what it had. */
  private static final Duration TAKEOVER = Duration.ofSeconds(60);

  /** Longer than a stack stays parked. */
  private static final Duration EVICTION = Duration.ofSeconds(15);

  private final Front front;
  private final VirtualTime time = VirtualTime.manual();
  private final Store store = FlowEngine.inMemoryStore();
  private final Timeline timeline = new Timeline();
  private UnaryOperator<FlowEngineBuilder> settings = UnaryOperator.identity();
  private int maxRunning = 64;
  private Environment node;
  private FlowEngine engine;

  World(Front front) {
    this.front = front;
    node = time.node();
    engine = open();
  }

  private FlowEngine open() {
    FlowEngineBuilder builder =
        FlowEngine.builder()
            .environment(node)
            .store(store)
            .listener(timeline)
            .shutdown(Duration.ZERO);
    front.install().accept(builder, maxRunning);
    return settings.apply(builder).build();
  }

  FlowEngine engine() {
    return engine;
  }

  Timeline timeline() {
    return timeline;
  }

  Store store() {
    return store;
  }

  VirtualTime time() {
    return time;
  }

  // ---------------------------------------------------------------- starting

  /** Starts a player and lets it come to rest. */
  Execution play(Move... moves) {
    return started(prepare(moves).name("main"));
  }

  /** A player in the making. */
  FlowStart prepare(Move... moves) {
    return engine.flow("player").input("moves", Move.forms(moves));
  }

  Execution started(FlowStart start) {
    Execution execution = start.start();
    time.settle();
    return execution;
  }

  /** The execution of this name; there must be exactly one. */
  Execution named(String name) {
    List<Execution> found = allNamed(name);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " executions are named " + name);
    }
    return found.getFirst();
  }

  List<Execution> allNamed(String name) {
    return records(Filter.eq("name", name)).stream()
        .map(record -> engine.execution(record.id()))
        .toList();
  }

  List<ExecutionRecord> records(Filter filter) {
    return engine.executions(Query.where(filter).limit(Query.MAX_LIMIT)).items();
  }

  /** The version of the content that a file has. */
  String contentOf(String file) {
    Map<String, ?> fields =
        store
            .record(RecordRef.of(RecordType.FILE, file))
            .orElseThrow(() -> new AssertionError("there is no file " + file))
            .fields()
            .toMap();
    return String.valueOf(((Map<?, ?>) requireNonNull(fields.get("_content"))).get("id"));
  }

  /** The id of a record that exists. */
  String recordId(RecordRef ref) {
    return store.record(ref).orElseThrow(() -> new AssertionError(ref + " does not exist")).id();
  }

  /** True if the store has a version of a content. */
  boolean hasContent(String version) {
    return store.cell("file", version + "/0").version() > 0;
  }

  // ---------------------------------------------------------------- what people do

  /** Answers the one open message with this subject. */
  void answer(String subject) {
    answer(subject, Map.of());
  }

  void answer(String subject, Map<String, ?> response) {
    engine.answer(message(subject).id(), response);
    time.settle();
  }

  OpenMessage message(String subject) {
    return engine.openMessages().stream()
        .filter(message -> subject.equals(message.subject()))
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "no message is open with subject "
                        + subject
                        + " but "
                        + engine.openMessages()));
  }

  void pause(Execution execution) {
    execution.pause();
    time.settle();
  }

  void resume(Execution execution) {
    execution.resume();
    time.settle();
  }

  void cancel(Execution execution) {
    execution.cancel();
    time.settle();
  }

  /**
   * The names of the executions that have ended, in the order in which the store has them ended.
   */
  List<String> ends() {
    return engine.executions(Query.all().limit(Query.MAX_LIMIT)).items().stream()
        .filter(record -> record.state().end() != null)
        .sorted(comparingLong(record -> requireNonNull(record.state().end()).order()))
        .map(ExecutionRecord::name)
        .toList();
  }

  // ---------------------------------------------------------------- time and accidents

  void advance(Duration duration) {
    time.advance(duration);
  }

  void advanceSeconds(long seconds) {
    time.advance(Duration.ofSeconds(seconds));
  }

  /** Lets so much time pass that all stacks that wait are dropped. */
  void evict() {
    time.advance(EVICTION);
  }

  /** Closes the engine in good order and opens another one on the store, a second later. */
  void restart() {
    close();
    time.advance(Duration.ofSeconds(1));
    reopen();
  }

  /** Lets the engine die where it is and opens another one, which takes over. */
  void crash() {
    kill();
    reopen();
    time.advance(TAKEOVER);
  }

  /** Lets the engine die; nothing runs until {@link #reopen}. */
  void kill() {
    time.crash(node);
  }

  void reopen() {
    node = time.node();
    engine = open();
    time.settle();
  }

  /** Opens an engine with other settings in place of the one there is. */
  void reopen(UnaryOperator<FlowEngineBuilder> changed) {
    settings = changed;
    restart();
  }

  /** Opens an engine that runs one execution at a time in place of the one there is. */
  void reopenWithOneWorker() {
    maxRunning = 1;
    restart();
  }

  @Override
  public void close() {
    engine.close();
  }
}
