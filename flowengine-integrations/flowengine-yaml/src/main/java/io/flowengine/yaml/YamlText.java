package io.flowengine.yaml;

import io.flowengine.execution.SecretRef;
import io.flowengine.spi.YamlReader;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.NonPrintableStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Values as YAML. */
public final class YamlText {
  /** Marks the name of a secret; without a name, one that was left out. */
  static final Tag SECRET = new Tag("!secret");

  private static final DumpSettings SETTINGS =
      DumpSettings.builder()
          .setDefaultFlowStyle(FlowStyle.BLOCK)
          .setNonPrintableStyle(NonPrintableStyle.ESCAPE)
          .setSchema(new CoreSchema())
          .setWidth(100)
          .build();

  private YamlText() {}

  /**
   * Reads the values of stored connectors that are given as YAML: {@code
   * FlowEngine.builder().yaml(YamlText.reader())}. {@code !secret NAME} names a secret.
   *
   * @return the reader
   */
  public static YamlReader reader() {
    return YamlFile::value;
  }

  /** The text of a file. */
  static String of(Map<String, @Nullable Object> fields) {
    return new Dump(SETTINGS, new Secrets()).dumpToString(fields);
  }

  private static final class Secrets extends StandardRepresenter {
    private Secrets() {
      super(SETTINGS);
      representers.put(
          SecretRef.class,
          secret ->
              representScalar(SECRET, ((SecretRef) secret).name(), ScalarStyle.DOUBLE_QUOTED));
      representers.put(
          LeftOut.class, secret -> representScalar(SECRET, "", ScalarStyle.DOUBLE_QUOTED));
    }
  }
}
