package io.flowengine.execution;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The line of a script before which an execution stands still, and what its variables were then. It
 * is a snapshot that the store keeps: it can be read from everywhere, also after a restart.
 *
 * @param mark where it is, so that a replay finds it again
 * @param frames the functions of the script that are running, the innermost first; at least one
 */
public record StoppedLine(Mark mark, List<Frame> frames) {
  /**
   * A place in a run of a script.
   *
   * @param place the part of the run: how many calls of the flow API were made before
   * @param line the line, from 1
   * @param hit the how-manieth time the line is come to in that part, from 1
   */
  public record Mark(String place, int line, int hit) {
    /** Checks presence. */
    public Mark {
      requireNonNull(place, "place");
    }
  }

  /**
   * A function that is running.
   *
   * @param function its name; {@code <module>} for the script itself
   * @param line the line that it is at, from 1
   * @param variables its local variables by name, in the order of their appearance. Numbers, texts,
   *     lists and dicts are values, cut where they are long; anything else is a text that says what
   *     it is. What is protected or secret is {@code ***}. Unmodifiable
   */
  public record Frame(String function, int line, Map<String, @Nullable Object> variables) {
    /** Copies the map. */
    public Frame {
      requireNonNull(function, "function");
      variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }
  }

  /** Copies the list. */
  public StoppedLine {
    requireNonNull(mark, "mark");
    frames = List.copyOf(frames);
    if (frames.isEmpty()) {
      throw new IllegalArgumentException("a script that stands before a line has a frame");
    }
  }

  /** {@return the line before which the execution stands, from 1} */
  public int line() {
    return mark.line;
  }

  /** {@return the name of the function that the line is in; {@code <module>} for the script} */
  public String function() {
    return frames.getFirst().function;
  }

  /** {@return the local variables of that function; see {@link Frame#variables}} */
  public Map<String, @Nullable Object> variables() {
    return frames.getFirst().variables;
  }
}
