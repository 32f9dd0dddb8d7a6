package io.flowengine.flowchart;

import java.util.List;
import java.util.Locale;

/** Where shapes are drawn. Lengths are pixels; x goes to the right, y goes down. */
final class SvgCanvas {
  /** The width of a letter. The font has letters of one width, so that texts can be measured. */
  static final double LETTER = 7.3;

  static final double LINE = 17;

  private static final double TIP = 12;

  private static final String STYLE =
      """
      <style>
      text{font:12px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:#1f2933;\
      text-anchor:middle}
      .label{font-size:11px;fill:#52606d;paint-order:stroke;stroke:#fff;stroke-width:5px}
      .name{font-weight:bold}
      .box{fill:#f7f8fa;stroke:#7b8794;stroke-width:1.2}
      .CHILD{fill:#e3edfb;stroke:#3367b0}
      .STEP{fill:#e8f3ea;stroke:#3f7d4e}
      .WAIT{fill:#fdf3d8;stroke:#a07a12}
      .END,.start{fill:#e4e7eb}
      .choice{fill:#fff;stroke:#52606d}
      .edge{fill:none;stroke:#7b8794;stroke-width:1.3}
      .tip{fill:#7b8794}
      .taken{stroke:#1b7a2f;stroke-width:2.6}
      .tip.taken{fill:#1b7a2f;stroke:none}
      .missed{opacity:.4}
      </style>
      """;

  private final StringBuilder shapes = new StringBuilder();

  /** The width of a box around lines of text. */
  static double width(List<String> lines) {
    return lines.stream().mapToInt(String::length).max().orElse(0) * LETTER + 24;
  }

  static double height(List<String> lines) {
    return lines.size() * LINE + 14;
  }

  /** A box around lines of text, given by the middle of its upper edge. */
  void box(double x, double y, List<String> lines, double radius, String classes) {
    double width = width(lines);
    open("rect", "box " + classes);
    attribute("x", x - width / 2);
    attribute("y", y);
    attribute("width", width);
    attribute("height", height(lines));
    attribute("rx", radius);
    shapes.append("/>\n");
    texts(x, y, lines, classes);
  }

  /** A box with pointed ends. */
  void hexagon(double x, double y, List<String> lines, String classes) {
    double half = width(lines) / 2;
    double tip = half + TIP;
    double middle = y + height(lines) / 2;
    double end = y + height(lines);
    open("path", "box choice " + classes);
    points(
        x - half, y, x + half, y, x + tip, middle, x + half, end, x - half, end, x - tip, middle);
    shapes.append("z\"/>\n");
    texts(x, y, lines, classes);
  }

  private void texts(double x, double y, List<String> lines, String classes) {
    for (int i = 0; i < lines.size(); i++) {
      text(x, y + LINE * (i + 1) + 2, lines.get(i), classes.contains("missed") ? "missed" : "");
    }
  }

  private void text(double x, double y, String text, String classes) {
    open("text", classes);
    attribute("x", x);
    attribute("y", y);
    shapes.append(" xml:space=\"preserve\">").append(escaped(text)).append("</text>\n");
  }

  void label(double x, double y, String text, String classes) {
    text(x, y, text, "label " + classes);
  }

  /** A line through points, x and y in turn. */
  void line(String classes, double... points) {
    open("path", "edge " + classes);
    points(points);
    shapes.append("\"/>\n");
  }

  /** The point of an arrow that goes down. */
  void tipDown(double x, double y, String classes) {
    tip(classes, x, y, x - 4.5, y - 8, x + 4.5, y - 8);
  }

  /** The point of an arrow that goes to the right. */
  void tipRight(double x, double y, String classes) {
    tip(classes, x, y, x - 8, y - 4.5, x - 8, y + 4.5);
  }

  private void tip(String classes, double... points) {
    open("path", "tip " + classes);
    points(points);
    shapes.append("\"/>\n");
  }

  private void open(String name, String classes) {
    shapes.append('<').append(name).append(" class=\"").append(classes.strip()).append('"');
  }

  private void attribute(String name, double length) {
    shapes.append(' ').append(name).append("=\"").append(number(length)).append('"');
  }

  private void points(double... points) {
    String before = " d=\"M";
    for (int i = 0; i < points.length; i += 2) {
      shapes.append(before).append(number(points[i])).append(' ').append(number(points[i + 1]));
      before = "L";
    }
  }

  private static String number(double length) {
    return String.format(Locale.ROOT, "%.1f", length);
  }

  String document(double width, double height, String title) {
    String size = number(width) + "\" height=\"" + number(height);
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\""
        + size
        + "\" viewBox=\"0 0 "
        + number(width)
        + " "
        + number(height)
        + "\">\n<title>"
        + escaped(title)
        + "</title>\n"
        + STYLE
        + "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
        + shapes
        + "</svg>\n";
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                default ->
                    out.appendCodePoint(c >= ' ' && c != 0xFFFE && c != 0xFFFF ? c : '\uFFFD');
              }
            });
    return out.toString();
  }
}
