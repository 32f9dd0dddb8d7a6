package io.flowengine.testkit.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassedRulesTest {
  @Rule("EL-9")
  @SuppressWarnings("UnusedMethod") // read by reflection only
  private static final class Example {
    @Rule({"RT-2", "RT-3"})
    void fa_33a_fa_4_this_is_sentence_5() {}

    void plain_sentence() {}
  }

  private static Method method(String name) throws NoSuchMethodException {
    return Example.class.getDeclaredMethod(name);
  }

  @Test
  void rules_come_from_the_name_the_annotation_and_the_class() throws Exception {
    assertThat(PassedRules.rules(method("fa_33a_fa_4_this_is_sentence_5")))
        .containsExactlyInAnyOrder("FA-33a", "FA-4", "RT-2", "RT-3", "EL-9");
  }

  @Test
  void a_sentence_without_ids_has_the_rules_of_its_class() throws Exception {
    assertThat(PassedRules.rules(method("plain_sentence"))).containsExactly("EL-9");
  }

  @Test
  void each_outermost_class_gets_a_file(@TempDir Path directory) throws Exception {
    Path rules = directory.resolve("rules");
    try (PassedRules passed = new PassedRules(rules)) {
      passed.add(PassedRulesTest.class, method("plain_sentence"));
    }

    assertThat(read(rules.resolve(PassedRulesTest.class.getName() + ".txt")))
        .isEqualTo("EL-9\tPassedRulesTest\tExample\tplain_sentence\n");
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file);
  }
}
