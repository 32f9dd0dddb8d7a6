package io.flowengine.flowchart;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The picture of a script, without or with the path that an execution took through it. Drawing it
 * needs nothing but this class; the same chart always gives the same text.
 *
 * @param title the name of the flow
 * @param functions its functions, the handler first; functions that neither branch nor call the
 *     engine are left out
 * @param path the lines that a run has come to; null if the chart is of the script alone
 */
public record Flowchart(String title, List<Function> functions, @Nullable Set<Integer> path) {
  /**
   * A function of the script.
   *
   * @param name its name
   * @param blocks what it does
   */
  public record Function(String name, List<Block> blocks) {
    /** Copies the list. */
    public Function {
      requireNonNull(name, "name");
      blocks = List.copyOf(blocks);
    }
  }

  /** Copies what is given. */
  public Flowchart {
    requireNonNull(title, "title");
    functions = List.copyOf(functions);
    path = path == null ? null : Set.copyOf(path);
  }

  /**
   * Gives the chart with a path.
   *
   * @param lines the lines that were run
   * @return a copy
   */
  public Flowchart withPath(Set<Integer> lines) {
    return new Flowchart(title, functions, lines);
  }

  boolean isTaken(Block block) {
    return path != null && block.isTaken(path);
  }

  /**
   * Draws the chart as text of Mermaid, which GitHub and many editors show.
   *
   * @return a {@code flowchart TD}; blocks of the path have the class {@code taken}
   */
  public String toMermaid() {
    return new MermaidChart(this).draw();
  }

  /**
   * Draws the chart as an SVG document of its own, which needs no other file, no font and no
   * script.
   *
   * @return the document; blocks of the path are green, others pale
   */
  public String toSvg() {
    return new SvgChart(this).draw();
  }
}
