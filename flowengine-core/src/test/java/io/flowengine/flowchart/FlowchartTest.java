package io.flowengine.flowchart;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.flowchart.Block.Branch;
import io.flowengine.flowchart.Block.Choice;
import io.flowengine.flowchart.Block.Kind;
import io.flowengine.flowchart.Block.Loop;
import io.flowengine.flowchart.Block.Step;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class FlowchartTest {
  private static Step step(int line, String text) {
    return new Step(line, line, text, Kind.CODE);
  }

  private static Flowchart chart(Block... blocks) {
    return new Flowchart("flow", List.of(new Flowchart.Function("handler", List.of(blocks))), null);
  }

  private static Flowchart nested() {
    Choice inner =
        new Choice(
            3,
            "a?",
            List.of(
                new Branch("yes", List.of(step(4, "b"), step(5, "a longer step than others"))),
                new Branch("no", List.of(new Step(7, 7, "return", Kind.END)))));
    Choice outer =
        new Choice(
            2,
            "is it so?",
            List.of(
                new Branch("yes", List.of(new Loop(2, "for x in y", List.of(inner)), step(8, "c"))),
                new Branch("no", List.of()),
                new Branch("a label that is wide", List.of(step(9, "d")))));
    return chart(step(1, "first"), outer, step(10, "last"));
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  /** Left, upper, right and lower edge of each box. */
  private static List<double[]> boxes(Document svg) {
    NodeList found = svg.getElementsByTagName("rect");
    List<double[]> boxes = new ArrayList<>();
    for (int i = 1; i < found.getLength(); i++) { // the first is the background
      Element box = (Element) found.item(i);
      double x = Double.parseDouble(box.getAttribute("x"));
      double y = Double.parseDouble(box.getAttribute("y"));
      boxes.add(
          new double[] {
            x,
            y,
            x + Double.parseDouble(box.getAttribute("width")),
            y + Double.parseDouble(box.getAttribute("height"))
          });
    }
    return boxes;
  }

  @Test
  void boxes_do_not_overlap_and_lie_inside_the_picture() throws Exception {
    Document svg = parsed(nested().toSvg());
    double width = Double.parseDouble(svg.getDocumentElement().getAttribute("width"));
    double height = Double.parseDouble(svg.getDocumentElement().getAttribute("height"));
    List<double[]> boxes = boxes(svg);

    assertThat(boxes)
        .hasSize(9)
        .allMatch(box -> box[0] > 0 && box[1] > 0 && box[2] < width && box[3] < height);
    for (double[] one : boxes) {
      assertThat(boxes)
          .filteredOn(
              other ->
                  other[0] < one[2] && one[0] < other[2] && other[1] < one[3] && one[1] < other[3])
          .containsExactly(one);
    }
  }

  @Test
  void texts_are_escaped_in_svg() throws Exception {
    Document svg = parsed(chart(step(1, "if a < b & \"c\" > '\u0001'")).toSvg());

    assertThat(svg.getElementsByTagName("text").item(1).getTextContent())
        .isEqualTo("if a < b & \"c\" > '\uFFFD'");
  }

  @Test
  void texts_are_escaped_in_mermaid() {
    assertThat(chart(step(1, "a < \"b\" # `c`")).toMermaid())
        .contains("[\"a &lt; #quot;b#quot; #35; #96;c#96;\"]");
  }

  @Test
  void long_texts_are_shortened() {
    String text = "x".repeat(100) + "\n2\n3\n4\n5\n6";

    assertThat(chart(step(1, text)).toMermaid())
        .contains("x".repeat(45) + "…<br/>2<br/>3<br/>4<br/>… 2 more lines");
  }

  @Test
  void what_lies_on_the_path_is_marked_and_the_rest_is_pale() {
    String svg = nested().withPath(Set.of(1, 2, 9, 10)).toSvg();

    assertThat(svg).contains("class=\"box CODE taken\"", "class=\"box CODE missed\"");
    assertThat(nested().withPath(Set.of(1, 2, 9, 10)).toMermaid())
        .contains("[\"first\"]:::taken", "[\"d\"]:::taken", "[\"c\"]\n");
  }

  @Test
  void without_a_path_nothing_is_marked() {
    assertThat(nested().toSvg()).doesNotContain(" taken\"", " missed\"");
  }

  @Test
  void ways_that_end_lead_nowhere() {
    Flowchart chart =
        chart(
            new Choice(
                1,
                "a?",
                List.of(
                    new Branch("yes", List.of(new Step(2, 2, "return 1", Kind.END))),
                    new Branch("no", List.of(new Step(3, 3, "return 2", Kind.END))))));

    assertThat(chart.toMermaid()).doesNotContain("\"end\"").doesNotContain("n3 -->");
  }
}
