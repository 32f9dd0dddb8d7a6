package io.flowengine.flowchart;

import io.flowengine.flowchart.Block.Branch;
import io.flowengine.flowchart.Block.Choice;
import io.flowengine.flowchart.Block.Loop;
import io.flowengine.flowchart.Block.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Draws a chart as text of Mermaid. For one drawing. */
final class MermaidChart {
  private static final String CLASSES =
      """
        classDef CHILD fill:#e3edfb,stroke:#3367b0
        classDef STEP fill:#e8f3ea,stroke:#3f7d4e
        classDef WAIT fill:#fdf3d8,stroke:#a07a12
        classDef taken stroke:#1b7a2f,stroke-width:3px
      """;

  /** A way out of a block that still leads nowhere. */
  private record Open(String from, @Nullable String label) {}

  private final Flowchart chart;
  private final StringBuilder out = new StringBuilder("flowchart TD\n");
  private int nodes;

  MermaidChart(Flowchart chart) {
    this.chart = chart;
  }

  String draw() {
    for (Flowchart.Function function : chart.functions()) {
      String start = node("([\"", function.name(), "\"])", "");
      List<Open> open = blocks(function.blocks(), List.of(new Open(start, null)));
      if (!open.isEmpty()) {
        join(open, node("([\"", "end", "\"])", ""));
      }
    }
    return out.append(CLASSES).toString();
  }

  private List<Open> blocks(List<Block> blocks, List<Open> before) {
    List<Open> open = before;
    for (Block block : blocks) {
      open =
          switch (block) {
            case Step step -> step(step, open);
            case Choice choice -> choice(choice, open);
            case Loop loop -> loop(loop, open);
          };
    }
    return open;
  }

  private List<Open> step(Step step, List<Open> before) {
    boolean ends = step.kind() == Block.Kind.END;
    String id =
        node(ends ? "([\"" : "[\"", step.text(), ends ? "\"])" : "\"]", classes(step, step.kind()));
    join(before, id);
    return ends ? List.of() : List.of(new Open(id, null));
  }

  private List<Open> choice(Choice choice, List<Open> before) {
    String id = node("{{\"", choice.text(), "\"}}", classes(choice, null));
    join(before, id);
    List<Open> after = new ArrayList<>();
    for (Branch branch : choice.branches()) {
      after.addAll(blocks(branch.blocks(), List.of(new Open(id, branch.label()))));
    }
    return after;
  }

  private List<Open> loop(Loop loop, List<Open> before) {
    String id = node("{{\"", loop.text(), "\"}}", classes(loop, null));
    join(before, id);
    join(blocks(loop.blocks(), List.of(new Open(id, "each"))), id);
    return List.of(new Open(id, "done"));
  }

  private String classes(Block block, Block.@Nullable Kind kind) {
    boolean colored = kind != null && kind != Block.Kind.CODE && kind != Block.Kind.END;
    return (colored ? ":::" + kind : "") + (chart.isTaken(block) ? ":::taken" : "");
  }

  private String node(String open, String text, String close, String classes) {
    String id = "n" + ++nodes;
    out.append("  ").append(id).append(open).append(escaped(Labels.fitted(text)));
    out.append(close).append(classes).append('\n');
    return id;
  }

  private void join(List<Open> open, String to) {
    for (Open each : open) {
      String label = each.label == null ? "" : "|\"" + escaped(List.of(each.label)) + "\"|";
      out.append("  ").append(each.from).append(" -->").append(label).append(' ').append(to);
      out.append('\n');
    }
  }

  private static String escaped(List<String> lines) {
    return String.join("<br/>", lines.stream().map(MermaidChart::escaped).toList());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("#", "#35;")
        .replace("\"", "#quot;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("`", "#96;");
  }
}
