package io.flowengine.flowchart;

import io.flowengine.flowchart.Block.Branch;
import io.flowengine.flowchart.Block.Choice;
import io.flowengine.flowchart.Block.Loop;
import io.flowengine.flowchart.Block.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Lays a chart out and draws it. Structured code nests, so each block is a frame that is as large
 * as what is in it, and no two overlap.
 */
final class SvgChart {
  private static final double MARGIN = 20;
  private static final double BETWEEN = 40;

  private final Flowchart chart;

  SvgChart(Flowchart chart) {
    this.chart = chart;
  }

  String draw() {
    SvgCanvas canvas = new SvgCanvas();
    double x = MARGIN;
    double height = 0;
    for (Flowchart.Function function : chart.functions()) {
      Part part = function(function);
      part.draw(canvas, x + part.width() / 2, MARGIN);
      x += part.width() + BETWEEN;
      height = Math.max(height, part.height());
    }
    double width = Math.max(x - BETWEEN, MARGIN) + MARGIN;
    return canvas.document(width, height + 2 * MARGIN, chart.title());
  }

  private Part function(Flowchart.Function function) {
    boolean handler = function.equals(chart.functions().getFirst());
    boolean taken = handler || taken(function.blocks());
    List<Part> parts = new ArrayList<>();
    parts.add(new BoxPart(List.of(function.name()), true, "start", drawn(taken), false));
    function.blocks().forEach(block -> parts.add(part(block)));
    if (!Block.end(function.blocks())) {
      boolean left = function.blocks().isEmpty() || chart.isTaken(function.blocks().getLast());
      parts.add(new BoxPart(List.of("end"), true, "END", drawn(taken && left), true));
    }
    return new SequencePart(parts, drawn(taken));
  }

  private boolean taken(List<Block> blocks) {
    return blocks.stream().anyMatch(chart::isTaken);
  }

  private String drawn(boolean taken) {
    return chart.path() == null ? "" : taken ? "taken" : "missed";
  }

  private Part part(Block block) {
    String drawn = drawn(chart.isTaken(block));
    return switch (block) {
      case Step step ->
          new BoxPart(
              Labels.fitted(step.text()), step.ends(), step.kind().name(), drawn, step.ends());
      case Choice choice -> new ChoicePart(choice.text(), lanes(choice), drawn);
      case Loop loop -> new LoopPart(loop.text(), sequence(loop.blocks()), drawn);
    };
  }

  private Part sequence(List<Block> blocks) {
    return new SequencePart(blocks.stream().map(this::part).toList(), drawn(taken(blocks)));
  }

  private List<ChoicePart.Lane> lanes(Choice choice) {
    boolean other = choice.branches().stream().anyMatch(branch -> taken(branch.blocks()));
    List<ChoicePart.Lane> lanes = new ArrayList<>();
    for (Branch branch : choice.branches()) {
      boolean taken =
          branch.blocks().isEmpty() ? chart.isTaken(choice) && !other : taken(branch.blocks());
      List<Part> parts = branch.blocks().stream().map(this::part).toList();
      lanes.add(new ChoicePart.Lane(branch.label(), new SequencePart(parts, drawn(taken))));
    }
    return lanes;
  }
}
