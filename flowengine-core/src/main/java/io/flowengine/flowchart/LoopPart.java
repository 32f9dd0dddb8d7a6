package io.flowengine.flowchart;

import java.util.List;

/**
 * A loop: its head, what is repeated below it, a line back on the left, a line out on the right.
 *
 * @param text how often
 * @param body what is repeated
 * @param classes whether it lies on the path
 */
record LoopPart(String text, Part body, String classes) implements Part {
  private static final double LANE = 24;
  private static final double ENTRY = 34;
  private static final double EXIT = 30;

  private double inner() {
    return Math.max(body.width(), SvgCanvas.width(Labels.fitted(text)) + 24);
  }

  @Override
  public double width() {
    return inner() + 2 * LANE + 12;
  }

  @Override
  public double height() {
    return SvgCanvas.height(Labels.fitted(text)) + ENTRY + body.height() + EXIT;
  }

  @Override
  public boolean ends() {
    return false;
  }

  @Override
  public void draw(SvgCanvas canvas, double axis, double top) {
    List<String> head = Labels.fitted(text);
    double half = SvgCanvas.width(head) / 2 + 12;
    double middle = top + SvgCanvas.height(head) / 2;
    double below = top + SvgCanvas.height(head);
    double begin = below + ENTRY;
    double end = begin + body.height();
    double bottom = top + height();
    double left = axis - inner() / 2 - LANE;
    double right = axis + inner() / 2 + LANE;
    String label = classes.equals("missed") ? classes : "";
    canvas.line(body.classes(), axis, below, axis, begin);
    canvas.label(axis + 22, below + 20, "each", label);
    canvas.tipDown(axis, begin, body.classes());
    body.draw(canvas, axis, begin);
    if (!body.ends()) {
      canvas.line(
          body.classes(),
          axis,
          end,
          axis,
          end + 10,
          left,
          end + 10,
          left,
          middle,
          axis - half,
          middle);
      canvas.tipRight(axis - half, middle, body.classes());
    }
    canvas.line(
        classes,
        axis + half,
        middle,
        right,
        middle,
        right,
        bottom - 8,
        axis,
        bottom - 8,
        axis,
        bottom);
    canvas.label(right - 18, middle - 5, "done", label);
    canvas.hexagon(axis, top, head, classes);
  }
}
