package io.flowengine.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The law of the house, as far as the source text shows it. */
class ArchitectureTest {
  private static final SourceTree CORE = SourceTree.of("flowengine-core");

  @Test
  void the_tree_is_really_looked_at() {
    assertThat(CORE.size()).isGreaterThan(100);
    assertThat(CORE.packages())
        .contains("io.flowengine", "io.flowengine.spi", "io.flowengine.internal.runtime");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"flowengine-core", "flowengine-python", "flowengine-jdbc", "flowengine-testkit"})
  void packages_do_not_import_each_other_in_circles(String module) {
    Map<String, Set<String>> imports = SourceTree.of(module).imports();
    assertThat(imports).isNotEmpty();
    for (String start : imports.keySet()) {
      assertThat(reachable(imports, start))
          .as("what %s imports, directly or not", start)
          .doesNotContain(start);
    }
  }

  private static Set<String> reachable(Map<String, Set<String>> imports, String start) {
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(imports.get(start));
    while (!open.isEmpty()) {
      String next = open.pop();
      if (seen.add(next)) {
        open.addAll(imports.get(next));
      }
    }
    return seen;
  }

  @Test
  void the_vocabulary_is_the_bottom() {
    assertThat(CORE.imports().get("io.flowengine.execution")).isEmpty();
  }

  @Test
  void nobody_imports_the_composition_root() {
    CORE.imports()
        .forEach((name, targets) -> assertThat(targets).as(name).doesNotContain("io.flowengine"));
  }

  @Test
  void published_packages_other_than_the_root_do_not_import_internals() {
    CORE.imports()
        .forEach(
            (name, targets) -> {
              if (!name.contains(".internal") && !name.equals("io.flowengine")) {
                assertThat(targets).as(name).noneMatch(target -> target.contains(".internal"));
              }
            });
  }

  @Test
  void internals_are_closed_by_the_module() {
    assertThat(CORE.read("module-info.java")).doesNotContain("internal");
  }

  @Test
  void every_package_is_null_marked() {
    for (String name : CORE.packages()) {
      String info = CORE.read(name.replace('.', '/') + "/package-info.java");
      assertThat(info).as("package-info of %s", name).isNotNull().contains("@NullMarked");
    }
  }

  @Test
  void the_clock_is_read_in_one_place() {
    assertThat(
            CORE.matching(
                "Instant\\.now\\(|currentTimeMillis\\(|nanoTime\\(|LocalDateTime\\.now|Clock\\.system"))
        .isEqualTo(List.of("SystemEnvironment.java"));
  }

  @Test
  void threads_are_made_and_blocked_in_one_place() {
    assertThat(
            CORE.matching(
                "Thread\\.of|new Thread\\(|Executors\\.|LockSupport|Thread\\.sleep|\\.wait\\(\\)|CountDownLatch|ReentrantLock|Semaphore"))
        .isEqualTo(List.of("SystemEnvironment.java"));
  }

  @Test
  void nothing_static_can_change() {
    assertThat(
            CORE.matching(
                "\n  (private |public |protected )?static (?!final|class|record|interface|enum|<|void)[\\w<>., ?\\[\\]@]+ \\w+( =|;)"))
        .isEmpty();
  }
}
