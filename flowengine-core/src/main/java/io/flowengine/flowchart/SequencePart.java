package io.flowengine.flowchart;

import java.util.List;

/**
 * Parts that follow one another.
 *
 * @param parts the parts; may be empty, then it is a piece of a line
 * @param classes whether it lies on the path
 */
record SequencePart(List<Part> parts, String classes) implements Part {
  private static final double GAP = 26;

  @Override
  public double width() {
    return parts.stream().mapToDouble(Part::width).max().orElse(30);
  }

  @Override
  public double height() {
    return parts.stream().mapToDouble(Part::height).sum() + GAP * Math.max(parts.size() - 1, 0);
  }

  @Override
  public boolean ends() {
    return !parts.isEmpty() && parts.getLast().ends();
  }

  @Override
  public void draw(SvgCanvas canvas, double axis, double top) {
    double y = top;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (i > 0 && !parts.get(i - 1).ends()) {
        canvas.line(part.classes(), axis, y - GAP, axis, y);
        canvas.tipDown(axis, y, part.classes());
      }
      part.draw(canvas, axis, y);
      y += part.height() + GAP;
    }
  }
}
