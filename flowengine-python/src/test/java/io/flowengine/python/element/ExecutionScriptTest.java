package io.flowengine.python.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.element.ElementScript;
import io.flowengine.python.PythonFlows;
import io.flowengine.python.PythonRuntime;
import io.flowengine.spi.ElementLanguage;
import io.flowengine.spi.ScriptFailedException;
import io.flowengine.testkit.VirtualTime;
import io.flowengine.testkit.rule.Rule;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Execution scripts by themselves: where they stand still, and in which order they go on. */
class ExecutionScriptTest {
  private static final PythonRuntime RUNTIME = PythonRuntime.builder().interpreters(1).build();
  private static final PythonFlows LANGUAGE = PythonFlows.on(RUNTIME);

  @BeforeAll
  static void start() {
    LANGUAGE.start(VirtualTime.manual());
  }

  @AfterAll
  static void stop() {
    LANGUAGE.close();
    RUNTIME.close();
  }

  /** Those that start other flows need an engine; {@link SimulatedScriptsTest} plays all. */
  static List<ScriptTable.Row> rows() {
    return ScriptTable.rows().stream().filter(row -> !row.startsFlows()).toList();
  }

  private static ElementLanguage elements() {
    return LANGUAGE.elements().orElseThrow();
  }

  private static ElementScript script(String text) {
    return new ElementScript("python", "F1.py", text);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void b1_b2_b3_those_at_the_earliest_position_go_on_together(ScriptTable.Row row) {
    assertThat(Lockstep.play(elements().execution(script(row.script())), row))
        .containsExactly(row.trace(), row.statuses());
  }

  @Test
  @Rule("G14")
  void g14_a_step_in_a_comprehension_is_refused_with_line_and_column() {
    assertThatThrownBy(
            () ->
                elements()
                    .execution(
                        script(
                            """
                            names = ["A", "B"]
                            [execute_task(n) for n in names]
                            """)))
        .isInstanceOf(ScriptFailedException.class)
        .hasMessageContaining("STEP_NOT_SUSPENDABLE")
        .hasMessageContaining("line 2, column 2: execute_task(...) in a comprehension");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "f = lambda: sleep(1)",
        "any(execute_task(n).ok for n in 'AB')",
        "def g():\n    yield execute_task('A')",
        "class K:\n    execute_task('A')",
        "class K:\n    def m(self):\n        execute_task('A')",
        "async def a():\n    gate('x')",
        "@execute_task('A').value\ndef f(): pass",
        "import functools\n@functools.cache\ndef f():\n    sleep(1)\nf()",
        "run = execute_task",
        "map(execute_task, 'AB')",
        "def f():\n    sleep(1)\nlist(map(f, 'AB'))",
        "def f():\n    sleep(1)\nf = print\nf()",
        "once(print, 'A')",
        "from flow_api.elements import execute_task as run",
        "for x[execute_task('A').value] in range(3): pass"
      })
  void where_a_script_cannot_stand_still_a_step_is_refused(String text) {
    assertThatThrownBy(() -> elements().execution(script(text)))
        .isInstanceOf(ScriptFailedException.class)
        .hasMessageContaining("STEP_NOT_SUSPENDABLE")
        .hasMessageContaining("line ")
        .hasMessageContaining("column ");
  }

  @Test
  void all_places_are_named_at_once() {
    assertThatThrownBy(() -> elements().execution(script("a = sleep\nb = gate\n")))
        .hasMessageContaining("line 1, column 5")
        .hasMessageContaining("line 2, column 5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "def sleep(x): pass\n[sleep(1) for i in range(2)]",
        "def check(gate):\n    return [gate(1)]\ncheck(str)",
        "from flow_api.elements import execute_task, TaskFailed\nexecute_task('A')",
        "[x for x in [execute_task('A')]]",
        "def f(x=execute_task('A')):\n    return x\nf()"
      })
  void what_only_looks_like_such_a_step_is_not_refused(String text) {
    assertThat(elements().execution(script(text))).isNotNull();
  }

  @Test
  void a_syntax_error_names_file_and_line() {
    assertThatThrownBy(() -> elements().execution(script("x = 1\nif x\n")))
        .isInstanceOf(ScriptFailedException.class)
        .hasMessageContaining("F1.py, line 2");
  }
}
