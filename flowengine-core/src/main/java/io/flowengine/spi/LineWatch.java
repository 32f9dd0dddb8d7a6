package io.flowengine.spi;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.StepMode;
import io.flowengine.execution.StoppedLine;
import io.flowengine.execution.Value;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to see of the lines of one running script: its developer, who has it stop, or
 * whoever asks for the path that it took. Nothing of it is journaled. Belongs to the thread that
 * runs the program.
 */
public interface LineWatch {
  /**
   * What is wanted, from one call of the flow API to the next.
   *
   * @param place names this part of the run: {@link StoppedLine.Mark#place}
   * @param live false while the script only replays; then it stops nowhere
   * @param lines the lines to stop before
   * @param step how far to go from {@code passed}; null to the next of {@code lines}
   * @param passed the line before which it stood last, and from which it goes on; null if there is
   *     none. In a run from the top, lines before it are passed over
   * @param everyLine true if {@link #passes} is to be told of every line, replayed ones too
   */
  record Wish(
      String place,
      boolean live,
      Set<Integer> lines,
      @Nullable StepMode step,
      StoppedLine.@Nullable Mark passed,
      boolean everyLine) {
    /** Copies the lines. */
    public Wish {
      requireNonNull(place, "place");
      lines = Set.copyOf(lines);
    }
  }

  /** {@return what is wanted from here on; to be asked again after each call and each stop} */
  Wish wish();

  /**
   * Tells which lines the program can stop before. Called once, before the first of them is run.
   *
   * @param lines the lines, from 1
   */
  void canStopBefore(Set<Integer> lines);

  /**
   * Stops before a line. Returns when the execution is to go on, which may be days later.
   *
   * @param where the line
   * @param frames the functions of the script that are running, the innermost first; a list in
   *     stored form of maps with {@code function}, {@code line} and {@code variables}, and these a
   *     list of pairs of name and value; see {@link StoppedLine.Frame}
   * @return {@link CallResult.Returned} with nothing, or {@link CallResult.Dropped}. A cancellation
   *     is answered by the next call of the flow API
   */
  CallResult stop(StoppedLine.Mark where, Value frames);

  /**
   * Tells that the program is about to run a line. Wanted only if {@link Wish#everyLine} says so.
   *
   * @param line the line, from 1
   */
  void passes(int line);
}
