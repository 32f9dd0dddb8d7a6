package io.flowengine.testkit;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.flow.FlowSystem;
import io.flowengine.resource.FileResource;
import io.flowengine.spi.Cell;
import io.flowengine.spi.Environment;
import io.flowengine.spi.Store;
import io.flowengine.testkit.CrashingStore.Moment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A store, and a flow that streams a file into it, on nodes that replace each other. */
final class FileWorld implements AutoCloseable {
  /** How many chunks the file has. */
  static final int CHUNKS = 3;

  private static final byte[] BYTES = bytes();
  private static final String ANY_ID = "0";
  private static final String OPEN = "open/";

  private final VirtualTime time = VirtualTime.automatic();
  private final Store store;
  private final CrashingStore crashing;
  private FlowEngine engine;

  FileWorld(Store store) {
    this.store = store;
    Environment node = time.node();
    crashing = new CrashingStore(store, time, node);
    engine = open(node, crashing);
  }

  private static byte[] bytes() {
    byte[] bytes = new byte[600_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31 + i / 977);
    }
    return bytes;
  }

  private static FlowEngine open(Environment node, Store store) {
    return FlowEngine.builder()
        .environment(node)
        .store(store)
        .shutdown(Duration.ZERO)
        .flow("upload", (system, self, inputs) -> Map.of("equal", upload(system)))
        .build();
  }

  private static boolean upload(FlowSystem system) throws IOException {
    FileResource file = system.file("large").saveContent(() -> new ByteArrayInputStream(BYTES));
    return Arrays.equals(file.bytesContent(), BYTES);
  }

  void crashAt(int commit, Moment when) {
    CrashingStore unused = crashing.crashAt(commit, when);
  }

  int commits() {
    return crashing.commits();
  }

  /** Starts the flow and lets it come to its end, or its node to its death. */
  Execution upload() {
    Execution upload = engine.flow("upload").start();
    time.settle();
    return upload;
  }

  /** The execution, in the hands of a node that lives. */
  Execution reopened(Execution execution) {
    engine = open(time.node(), store);
    time.settle();
    return engine.execution(execution.id());
  }

  /** Lets housekeeping do what it does now and then. */
  void keepHouse() {
    time.advance(Duration.ofMinutes(2));
  }

  boolean isSaved() {
    return store.record(RecordRef.of(RecordType.FILE, "large")).isPresent();
  }

  static boolean isOpen(String key) {
    return key.startsWith(OPEN);
  }

  /** The keys of all that is stored of contents. */
  List<String> cells() {
    return Stream.of(ANY_ID, OPEN)
        .flatMap(prefix -> store.cells("file", prefix, "", 100).stream())
        .map(Cell::key)
        .toList();
  }

  @Override
  public void close() {
    engine.close();
  }
}
