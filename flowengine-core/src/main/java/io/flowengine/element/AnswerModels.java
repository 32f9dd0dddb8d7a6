package io.flowengine.element;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowengine.execution.InvalidInputException;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Parts of tasks that turn the answer of an element into data. */
public final class AnswerModels {
  private AnswerModels() {}

  /** {@return reads a JSON text; an answer that is no text stays what it is} */
  public static TaskFunction json() {
    ObjectMapper mapper = new ObjectMapper();
    return scope -> {
      if (!(scope.answer() instanceof String text)) {
        return scope.answer();
      }
      try {
        return mapper.readValue(text, Object.class);
      } catch (JsonProcessingException e) {
        throw new InvalidInputException("answer", "must be JSON: " + e.getOriginalMessage(), text);
      }
    };
  }

  /**
   * {@return reads an XML text: an element without children and attributes becomes its text, others
   * a map of their attributes, with {@code @} before the name, and children; children of one name
   * become a list} Document types are refused.
   */
  public static TaskFunction xml() {
    return scope -> {
      String text = text(scope);
      try {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        Element root =
            factory
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(text)))
                .getDocumentElement();
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put(root.getTagName(), value(root));
        return data;
      } catch (SAXException e) {
        throw new InvalidInputException("answer", "must be XML: " + e.getMessage(), text);
      } catch (ParserConfigurationException | IOException e) {
        throw new IllegalStateException("every JDK can read XML", e);
      }
    };
  }

  private static Object value(Element element) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    NamedNodeMap attributes = element.getAttributes();
    for (int i = 0; i < attributes.getLength(); i++) {
      map.put("@" + attributes.item(i).getNodeName(), attributes.item(i).getNodeValue());
    }
    NodeList children = element.getChildNodes();
    for (int i = 0; i < children.getLength(); i++) {
      Node child = children.item(i);
      if (child instanceof Element inner) {
        add(map, inner.getTagName(), value(inner));
      }
    }
    String text = element.getTextContent().strip();
    if (map.isEmpty()) {
      return text;
    }
    if (children.getLength() == 1 && !text.isEmpty()) {
      map.put("text", text);
    }
    return map;
  }

  @SuppressWarnings("unchecked")
  private static void add(Map<String, @Nullable Object> map, String name, Object value) {
    Object before = map.get(name);
    if (before == null) {
      map.put(name, value);
    } else if (before instanceof List<?> list) {
      ((List<Object>) list).add(value);
    } else {
      map.put(name, new ArrayList<>(List.of(before, value)));
    }
  }

  /** {@return the lines of a text, without those that are blank} */
  public static TaskFunction lines() {
    return scope -> text(scope).lines().filter(line -> !line.isBlank()).toList();
  }

  /**
   * Reads the named groups of a pattern.
   *
   * @param pattern finds its first place in the text
   * @return a map of the named groups; those that match nothing are left out. The attempt fails if
   *     the pattern is not found
   */
  public static TaskFunction regex(String pattern) {
    Pattern compiled = Pattern.compile(pattern);
    return scope -> {
      String text = text(scope);
      Matcher matcher = compiled.matcher(text);
      if (!matcher.find()) {
        throw new InvalidInputException("answer", "must have something like " + pattern, text);
      }
      Map<String, @Nullable Object> groups = new LinkedHashMap<>();
      for (String name : compiled.namedGroups().keySet()) {
        String found = matcher.group(name);
        if (found != null) {
          groups.put(name, found);
        }
      }
      return groups;
    };
  }

  private static String text(TaskScope scope) {
    return Objects.toString(scope.answer(), "");
  }
}
