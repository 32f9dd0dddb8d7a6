package io.flowengine.testkit;

import java.util.List;
import org.slf4j.LoggerFactory;

/** Takes down what the engine logs as a warning or an error. */
interface LogCapture extends AutoCloseable {
  /** {@return a capture that has begun; one that never sees anything if the backend is unknown} */
  static LogCapture start() {
    return isSupported() ? new LogbackCapture() : List::of;
  }

  /** {@return true if captures see what is logged} */
  static boolean isSupported() {
    String backend = LoggerFactory.getILoggerFactory().getClass().getName();
    return backend.startsWith("ch.qos.logback.classic");
  }

  /** {@return the lines so far, with their level} */
  List<String> lines();

  @Override
  default void close() {}
}
