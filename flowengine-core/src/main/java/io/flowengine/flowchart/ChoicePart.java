package io.flowengine.flowchart;

import java.util.List;

/**
 * A question, and the ways side by side below it, which meet again.
 *
 * @param text the question
 * @param lanes the ways
 * @param classes whether it lies on the path
 */
record ChoicePart(String text, List<Lane> lanes, String classes) implements Part {
  private static final double FORK = 44;
  private static final double MEET = 18;
  private static final double BETWEEN = 26;

  /**
   * One way.
   *
   * @param label when it is taken
   * @param part what happens on it
   */
  record Lane(String label, SequencePart part) {
    double width() {
      return Math.max(part.width(), SvgCanvas.width(List.of(label)));
    }
  }

  private double lanesWidth() {
    return lanes.stream().mapToDouble(Lane::width).sum() + BETWEEN * (lanes.size() - 1);
  }

  @Override
  public double width() {
    return Math.max(lanesWidth(), SvgCanvas.width(Labels.fitted(text)) + 24);
  }

  private double lanesHeight() {
    return lanes.stream().mapToDouble(lane -> lane.part.height()).max().orElse(0);
  }

  @Override
  public double height() {
    return SvgCanvas.height(Labels.fitted(text)) + FORK + lanesHeight() + (ends() ? 0 : MEET);
  }

  @Override
  public boolean ends() {
    return lanes.stream().allMatch(lane -> lane.part.ends());
  }

  @Override
  public void draw(SvgCanvas canvas, double axis, double top) {
    List<String> question = Labels.fitted(text);
    double fork = top + SvgCanvas.height(question);
    double bottom = top + height();
    double left = axis - lanesWidth() / 2;
    for (boolean taken : new boolean[] {false, true}) { // what is on the path lies above the rest
      double x = left;
      for (Lane lane : lanes) {
        if (lane.part.classes().equals("taken") == taken) {
          way(canvas, lane, new double[] {axis, fork, x + lane.width() / 2, bottom});
        }
        x += lane.width() + BETWEEN;
      }
    }
    canvas.hexagon(axis, top, question, classes);
  }

  /** Draws a way from the question, at the first two coordinates, to the meeting, at the others. */
  private static void way(SvgCanvas canvas, Lane lane, double[] ends) {
    double begin = ends[1] + FORK;
    double x = ends[2];
    String classes = lane.part.classes();
    canvas.line(classes, ends[0], ends[1], ends[0], ends[1] + 12, x, ends[1] + 12, x, begin);
    canvas.label(x, ends[1] + 27, lane.label, classes.equals("missed") ? classes : "");
    lane.part.draw(canvas, x, begin);
    if (!lane.part.parts().isEmpty()) {
      canvas.tipDown(x, begin, classes);
    }
    if (!lane.part.ends()) {
      double end = begin + lane.part.height();
      canvas.line(classes, x, end, x, ends[3] - 6, ends[0], ends[3] - 6, ends[0], ends[3]);
    }
  }
}
