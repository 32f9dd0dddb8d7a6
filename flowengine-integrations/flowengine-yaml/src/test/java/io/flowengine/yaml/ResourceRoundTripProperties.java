package io.flowengine.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.execution.RecordType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** What is exported and imported again is the same. */
class ResourceRoundTripProperties {
  private static FlowEngine first;
  private static FlowEngine second;

  @BeforeContainer
  static void open() {
    first = FlowEngine.builder().build();
    second = FlowEngine.builder().build();
  }

  @AfterContainer
  static void close() {
    first.close();
    second.close();
  }

  @Provide
  Arbitrary<Map<String, Object>> settings() {
    Arbitrary<String> texts =
        Arbitraries.oneOf(
            Arbitraries.strings().all().excludeChars(surrogates()).ofMaxLength(20),
            Arbitraries.of(
                "null",
                "~",
                "yes",
                "0x1F",
                "1e3",
                "- a",
                "a: b",
                "#",
                " x ",
                "a\n b\n",
                "\n",
                "!secret x",
                "&a",
                "*a",
                "2026-12-01",
                "\u0085",
                "\ufeff",
                "\u2028",
                "\t"));
    Arbitrary<Object> scalars =
        Arbitraries.oneOf(
            texts.map(text -> (Object) text),
            Arbitraries.longs().map(number -> (Object) number),
            Arbitraries.bigIntegers().map(number -> (Object) number),
            Arbitraries.doubles().map(number -> (Object) number),
            Arbitraries.of(true, false).map(flag -> (Object) flag));
    Arbitrary<Object> values =
        Arbitraries.lazyOf(
            () -> scalars,
            () -> scalars,
            () -> values(texts, scalars).list().ofMaxSize(3).map(list -> (Object) list),
            () -> Arbitraries.maps(texts, values(texts, scalars)).ofMaxSize(3).map(map -> map));
    Arbitrary<String> names =
        Arbitraries.strings()
            .all()
            .excludeChars(surrogates())
            .ofMinLength(1)
            .ofMaxLength(12)
            .filter(name -> !name.isBlank() && name.equals(name.strip()));
    return Arbitraries.maps(names, values).ofMaxSize(3);
  }

  private static Arbitrary<Object> values(Arbitrary<String> texts, Arbitrary<Object> scalars) {
    return Arbitraries.oneOf(
        scalars,
        scalars.list().ofMaxSize(3).map(list -> (Object) list),
        Arbitraries.maps(texts, scalars).ofMaxSize(3).map(map -> map));
  }

  private static char[] surrogates() {
    char[] all = new char[Character.MAX_SURROGATE - Character.MIN_SURROGATE + 1];
    for (int i = 0; i < all.length; i++) {
      all[i] = (char) (Character.MIN_SURROGATE + i);
    }
    return all;
  }

  @Property(tries = 100)
  void settings_survive_export_and_import(@ForAll("settings") Map<String, Object> settings)
      throws IOException {
    for (FlowEngine engine : List.of(first, second)) {
      engine
          .records()
          .names(RecordType.SETTING)
          .forEach(name -> engine.records().delete(RecordType.SETTING, name));
    }
    settings.forEach(
        (name, value) -> first.records().save(RecordType.SETTING, name, Map.of("value", value)));
    Path folder = Files.createTempDirectory("resources");
    try {
      ResourceFolder.of(folder).exportFrom(first);
      ResourceFolder.of(folder).importInto(second);
    } finally {
      delete(folder);
    }

    assertThat(values(second)).isEqualTo(values(first)).hasSameSizeAs(settings.keySet());
  }

  private static Map<String, Object> values(FlowEngine engine) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (String name : engine.records().names(RecordType.SETTING)) {
      values.put(
          name,
          String.valueOf(
              engine.records().find(RecordType.SETTING, name).orElseThrow().get("value")));
    }
    return values;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
