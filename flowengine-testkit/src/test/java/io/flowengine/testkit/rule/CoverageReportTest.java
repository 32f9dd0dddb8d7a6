package io.flowengine.testkit.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CoverageReportTest {
  private final CoverageReport report =
      new CoverageReport(new TreeMap<>(Map.of("FA-1", "one", "FA-2", "two")));

  @Test
  void a_rule_without_a_test_is_listed() {
    report.add("FA-1\tATest\tATest\tfa_1_x");

    assertThat(report.markdown())
        .contains("1 of 2 rules have a test")
        .contains("- FA-2 two")
        .doesNotContain("- FA-1 one");
  }

  @Test
  void a_test_of_a_kit_names_all_suites_that_played_it() {
    report.add("FA-1\tPythonTest\tChapter\tfa_1_x");
    report.add("FA-1\tJavaTest\tChapter\tfa_1_x");

    assertThat(report.markdown())
        .contains("| FA-1 | one | `Chapter.fa_1_x` (JavaTest, PythonTest) |");
  }

  @Test
  void a_rule_of_another_specification_is_left_out() {
    report.add("EL-1\tATest\tATest\tel_1_x");

    assertThat(report.markdown()).contains("0 of 2 rules").doesNotContain("EL-1");
  }
}
