package io.flowengine.internal.connector;

import static java.util.Objects.requireNonNull;

import io.flowengine.connector.ConnectorEngine;
import io.flowengine.connector.ConnectorException;
import io.flowengine.connector.OutboundPolicy;
import io.flowengine.spi.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the engine does for one use of a connector, and whether that is cancelled. */
final class RunningEngine implements ConnectorEngine {
  private static final String OF_ENGINE = "cloudomation:";

  private final @Nullable EngineFiles files;
  private final OutboundPolicy outbound;
  private final Environment environment;
  private volatile boolean cancelled;

  /**
   * Makes one.
   *
   * @param files the files of the engine; null if they are out of reach
   */
  RunningEngine(@Nullable EngineFiles files, OutboundPolicy outbound, Environment environment) {
    this.files = files;
    this.outbound = outbound;
    this.environment = environment;
  }

  boolean isCancelled() {
    return cancelled;
  }

  void cancel() {
    cancelled = true;
  }

  /** Does something on another thread. */
  void aside(Runnable action) {
    environment.execute(action);
  }

  /** Ends a pause. */
  void wake(Thread thread) {
    environment.unpark(thread);
  }

  @Override
  public List<InetAddress> reach(String host, int port) {
    return outbound.check(host, port);
  }

  private EngineFiles files() {
    if (files == null) {
      throw new ConnectorException(
          "FilesOutOfReach",
          "the connector is a task on an element, from where files of the engine cannot be reached;"
              + " leave out inputs that name one");
    }
    return files;
  }

  @Override
  public Content open(String file) {
    return files().open(name(requireNonNull(file, "file")));
  }

  @Override
  public long save(String file, InputStream content) throws IOException {
    return files().save(name(requireNonNull(file, "file")), requireNonNull(content, "content"));
  }

  private static String name(String file) {
    return file.startsWith(OF_ENGINE) ? file.substring(OF_ENGINE.length()) : file;
  }

  @Override
  public Instant instant() {
    return environment.instant();
  }

  @Override
  public void pause(Duration time) throws InterruptedException {
    Instant until = environment.instant().plus(time);
    while (!cancelled && environment.instant().isBefore(until)) {
      environment.parkUntil(until);
    }
    if (cancelled) {
      throw new InterruptedException("cancelled while it waited");
    }
  }
}
