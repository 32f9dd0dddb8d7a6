package io.flowengine.benchmarks.peer;

/** Runs work of five durable steps that do nothing. Thread-safe. */
public interface Runs extends AutoCloseable {
  /**
   * Runs it once, from its start to its end, and returns when the end is durable.
   *
   * @throws Exception if it fails
   */
  void run() throws Exception;

  @Override
  void close();
}
