package io.flowengine.yaml;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.SecretRef;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * The fields in a file of YAML, and where they are.
 *
 * @param fields the values by field
 * @param lines the line of each field, from 1
 */
record YamlFile(Map<String, @Nullable Object> fields, Map<String, Integer> lines) {
  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setSchema(new CoreSchema())
          .setTagConstructors(Map.of(YamlText.SECRET, new SecretName()))
          .build();

  /** A file without fields. */
  static YamlFile empty() {
    return new YamlFile(new LinkedHashMap<>(), new LinkedHashMap<>());
  }

  /**
   * Reads a file.
   *
   * @param violations gets what is wrong; fields that are not are read all the same
   */
  static YamlFile read(Path file, String text, List<Violation> violations) {
    YamlFile read = empty();
    try {
      StreamReader reader = new StreamReader(SETTINGS, text);
      Optional<Node> root =
          new Composer(SETTINGS, new ParserImpl(SETTINGS, reader)).getSingleNode();
      if (root.isPresent() && root.get() instanceof MappingNode mapping) {
        mapping.getValue().forEach(field -> read.add(file, field, violations));
      } else if (root.isPresent()) {
        violations.add(
            new Violation(file, line(root.get()), "must be fields and values, as in 'value: 1'"));
      }
    } catch (YamlEngineException e) {
      violations.add(new Violation(file, line(e, text), problem(e)));
    }
    return read;
  }

  /** The value of a whole text; null if it is empty. */
  static @Nullable Object value(String text) {
    try {
      return new Load(SETTINGS).loadFromString(text);
    } catch (YamlEngineException e) {
      throw new InvalidInputException("YAML, line " + line(e, text) + ": " + problem(e));
    }
  }

  private void add(Path file, NodeTuple field, List<Violation> violations) {
    int line = line(field.getKeyNode());
    if (!(field.getKeyNode() instanceof ScalarNode key)) {
      violations.add(new Violation(file, line, "the name of a field must be text"));
    } else if (lines.putIfAbsent(key.getValue(), line) != null) {
      violations.add(
          new Violation(
              file,
              line,
              "'" + key.getValue() + "' is there already, in line " + lines.get(key.getValue())));
    } else {
      try {
        var construct = new StandardConstructor(SETTINGS);
        fields.put(
            key.getValue(), construct.constructSingleDocument(Optional.of(field.getValueNode())));
      } catch (YamlEngineException | InvalidInputException e) {
        violations.add(new Violation(file, line(e, line), key.getValue() + ": " + problem(e)));
      }
    }
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }

  private static int line(YamlEngineException e, String text) {
    if (e instanceof ReaderException odd) {
      int before = Math.min(odd.getPosition(), text.length());
      return (int) text.substring(0, before).lines().count() + (before == 0 ? 1 : 0);
    }
    return line(e, 1);
  }

  private static int line(RuntimeException e, int otherwise) {
    return e instanceof MarkedYamlEngineException marked
        ? marked.getProblemMark().map(mark -> mark.getLine() + 1).orElse(otherwise)
        : otherwise;
  }

  private static String problem(RuntimeException e) {
    return e instanceof MarkedYamlEngineException marked
        ? marked.getProblem()
        : String.valueOf(e.getMessage());
  }

  /** {@code !secret name}, or {@code !secret} alone for one that was left out. */
  private static final class SecretName implements ConstructNode {
    @Override
    public Object construct(@Nullable Node node) {
      String name = node instanceof ScalarNode scalar ? scalar.getValue() : "";
      return name.isEmpty() ? LeftOut.SECRET : new SecretRef(name);
    }
  }
}
