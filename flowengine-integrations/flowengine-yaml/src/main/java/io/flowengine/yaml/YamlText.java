package io.flowengine.yaml;

import io.flowengine.execution.SecretRef;
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

/** Writes values as YAML. */
final class YamlText {
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
