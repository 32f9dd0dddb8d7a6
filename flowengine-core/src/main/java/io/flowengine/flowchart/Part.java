package io.flowengine.flowchart;

/**
 * A block that has been measured. It is entered in the middle of its upper edge and left in the
 * middle of its lower edge, and all it draws is inside its frame.
 */
interface Part {
  double width();

  double height();

  /** True if nothing leaves it. */
  boolean ends();

  /** How the arrow that leads to it is drawn. */
  String classes();

  /** Draws it below a point on its axis. */
  void draw(SvgCanvas canvas, double axis, double top);
}
