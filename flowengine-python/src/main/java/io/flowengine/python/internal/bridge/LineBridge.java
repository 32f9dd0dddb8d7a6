package io.flowengine.python.internal.bridge;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import io.flowengine.execution.StoppedLine.Mark;
import io.flowengine.execution.Value;
import io.flowengine.spi.LineWatch;
import java.util.Arrays;
import java.util.Set;
import java.util.function.BiFunction;
import org.graalvm.polyglot.HostAccess;
import org.jspecify.annotations.Nullable;

/**
 * The lines of one running script as Python tells them. What goes to Python is text without JSON,
 * for it is asked for after each call.
 */
public final class LineBridge {
  private final LineWatch watch;
  private final BiFunction<Mark, Value, @Nullable String> stop;

  LineBridge(LineWatch watch, BiFunction<Mark, Value, @Nullable String> stop) {
    this.watch = watch;
    this.stop = stop;
  }

  /**
   * Tells which lines the script can stop before.
   *
   * @param lines the lines, with blanks in between
   */
  @HostAccess.Export
  public void canStopBefore(String lines) {
    watch.canStopBefore(
        lines.isEmpty()
            ? Set.of()
            : Arrays.stream(lines.split(" ")).map(Integer::valueOf).collect(toSet()));
  }

  /**
   * {@return what is wanted, each on a line of its own: the place; {@code live} or nothing; the
   * lines to stop before, with blanks in between; the step; place, line and hit of the line from
   * which the script goes on, with blanks in between; {@code every} or nothing}
   */
  @HostAccess.Export
  public String wish() {
    LineWatch.Wish wish = watch.wish();
    Mark passed = wish.passed();
    return String.join(
        "\n",
        wish.place(),
        wish.live() ? "live" : "",
        wish.lines().stream().map(String::valueOf).collect(joining(" ")),
        wish.step() == null ? "" : wish.step().name(),
        passed == null ? "" : passed.place() + " " + passed.line() + " " + passed.hit(),
        wish.everyLine() ? "every" : "");
  }

  /**
   * Stops before a line.
   *
   * @param place the part of the run
   * @param line the line
   * @param hit the how-manieth time it is come to in that part
   * @param frames the functions that are running, in stored form
   * @return the answer, as that to a call
   */
  @HostAccess.Export
  public @Nullable String stop(String place, int line, int hit, String frames) {
    return stop.apply(new Mark(place, line, hit), Value.ofJson(frames));
  }

  /**
   * Tells that a line is about to be run.
   *
   * @param line the line
   */
  @HostAccess.Export
  public void passes(int line) {
    watch.passes(line);
  }
}
