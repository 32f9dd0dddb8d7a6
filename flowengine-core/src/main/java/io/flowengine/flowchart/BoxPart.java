package io.flowengine.flowchart;

import java.util.List;

/**
 * A box with text.
 *
 * @param lines the text
 * @param round whether its ends are round
 * @param kind the style of its kind
 * @param classes whether it lies on the path
 * @param ends whether nothing leaves it
 */
record BoxPart(List<String> lines, boolean round, String kind, String classes, boolean ends)
    implements Part {
  @Override
  public double width() {
    return SvgCanvas.width(lines);
  }

  @Override
  public double height() {
    return SvgCanvas.height(lines);
  }

  @Override
  public void draw(SvgCanvas canvas, double axis, double top) {
    canvas.box(axis, top, lines, round ? 15 : 4, kind + " " + classes);
  }
}
