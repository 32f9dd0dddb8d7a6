package io.flowengine.internal.record;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.SecretRef;
import io.flowengine.execution.Value;
import io.flowengine.spi.YamlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The value of a connector: a dict, or JSON or YAML text that is parsed when it is saved. */
final class ParsedValue implements RecordHook {
  @Override
  public void saving(
      RecordChange change,
      Map<String, @Nullable Object> fields,
      Map<String, @Nullable Object> given) {
    Object value = given.get("value");
    if (value instanceof String text) {
      fields.put("value", parsed(text, change.author().services().extensions().yaml()));
    } else if (value instanceof Map<?, ?> map) {
      fields.put("value", Value.of("value", plain(map)));
    } else if (value != null) {
      throw refused(value);
    }
  }

  /** Values as JSON has them, and names of secrets as such. */
  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case SecretRef secret -> secret;
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, each) -> copy.put(String.valueOf(key), plain(each)));
        yield copy;
      }
      case List<?> list -> {
        List<@Nullable Object> copy = new ArrayList<>();
        list.forEach(each -> copy.add(plain(each)));
        yield copy;
      }
      case null -> null;
      default -> Value.of("value", value).untagged().toObject();
    };
  }

  private static Value parsed(String text, @Nullable YamlReader yaml) {
    Object json = json(text);
    Object value = json == null && yaml != null ? plain(yaml.read(text)) : json;
    if (value instanceof Map<?, ?>) {
      return Value.of("value", value);
    }
    throw yaml == null
        ? new InvalidInputException(
            "value of a connector",
            "must be a dict or the text of a JSON object (YAML needs"
                + " FlowEngine.builder().yaml(YamlText.reader()) of the artifact flowengine-yaml)",
            text)
        : refused(text);
  }

  private static @Nullable Object json(String text) {
    try {
      return Value.ofJson(text).untagged().toObject();
    } catch (InvalidInputException e) {
      return null;
    }
  }

  private static InvalidInputException refused(Object value) {
    return new InvalidInputException(
        "value of a connector", "must be a dict, or text that is one in JSON or YAML", value);
  }
}
