package io.flowengine.internal.runtime;

import io.flowengine.execution.StoppedLine;
import io.flowengine.execution.Value;
import io.flowengine.spi.CallResult;
import io.flowengine.spi.LineWatch;
import java.util.Set;

/** The lines of a script as its program tells them. Lets each call in through the gate. */
final class WatchedLines implements LineWatch {
  private final Connection connection;
  private final Stops stops;

  WatchedLines(Connection connection, Stops stops) {
    this.connection = connection;
    this.stops = stops;
  }

  @Override
  public Wish wish() {
    return connection.inside(stops::wish);
  }

  @Override
  public void canStopBefore(Set<Integer> lines) {
    connection.inside(
        () -> {
          stops.canStopBefore(lines);
          return Value.NULL;
        });
  }

  @Override
  public CallResult stop(StoppedLine.Mark where, Value frames) {
    return connection.answer(
        () -> {
          stops.stop(where, frames);
          return new CallResult.Returned(Value.NULL);
        });
  }

  @Override
  public void passes(int line) {
    stops.passes(line);
  }
}
