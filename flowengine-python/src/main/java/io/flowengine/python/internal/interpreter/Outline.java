package io.flowengine.python.internal.interpreter;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.Value;
import io.flowengine.flowchart.Block;
import io.flowengine.flowchart.Block.Branch;
import io.flowengine.flowchart.Block.Choice;
import io.flowengine.flowchart.Block.Kind;
import io.flowengine.flowchart.Block.Loop;
import io.flowengine.flowchart.Block.Step;
import io.flowengine.flowchart.Flowchart;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the shape of a script as {@code _outline.py} describes it. */
public final class Outline {
  private Outline() {}

  /**
   * Makes a chart.
   *
   * @param title the name of the flow
   * @param described its functions in JSON
   * @return the chart
   */
  public static Flowchart read(String title, String described) {
    List<Flowchart.Function> functions =
        list(Value.ofJson(described).toObject()).stream()
            .map(each -> (Map<?, ?>) each)
            .map(each -> new Flowchart.Function(text(each, "name"), blocks(each)))
            .toList();
    return new Flowchart(title, functions, null);
  }

  private static List<Block> blocks(Map<?, ?> holder) {
    return list(holder.get("blocks")).stream().map(each -> block((Map<?, ?>) each)).toList();
  }

  private static Block block(Map<?, ?> block) {
    int line = number(block, "line");
    String text = text(block, "text");
    String kind = text(block, "kind");
    return switch (kind) {
      case "choice" ->
          new Choice(
              line,
              text,
              list(block.get("branches")).stream()
                  .map(each -> (Map<?, ?>) each)
                  .map(each -> new Branch(text(each, "label"), blocks(each)))
                  .toList());
      case "loop" -> new Loop(line, text, blocks(block));
      default -> new Step(line, number(block, "last"), text, Kind.valueOf(kind));
    };
  }

  private static List<?> list(@Nullable Object value) {
    return (List<?>) requireNonNull(value);
  }

  private static String text(Map<?, ?> holder, String name) {
    return String.valueOf(holder.get(name));
  }

  private static int number(Map<?, ?> holder, String name) {
    return ((Number) requireNonNull(holder.get(name), name)).intValue();
  }
}
