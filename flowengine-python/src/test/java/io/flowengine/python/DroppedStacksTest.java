package io.flowengine.python;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import io.flowengine.testkit.FlowEngineExtension;
import io.flowengine.testkit.VirtualTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Long waits drop the stack of a script. How often a script has run from its top is counted in a
 * module that all executions of one interpreter share.
 */
class DroppedStacksTest {
  private static final PythonRuntime ONE = PythonRuntime.builder().interpreters(1).build();

  @RegisterExtension
  final FlowEngineExtension flows =
      FlowEngineExtension.builder()
          .language(() -> PythonFlows.on(ONE))
          .time(VirtualTime::manual)
          .withoutReplay()
          .build();

  @AfterAll
  static void close() {
    ONE.close();
  }

  private Execution run(String body) {
    flows.script(
        "main",
        """
        import fractions, contextlib, re
        class Guard:
            def __init__(self, this):
                self.this = this
            def __enter__(self):
                return self
            def __exit__(self, *details):
                self.this.log('exit')
        def wait(this, seconds):
            with Guard(this):
                try:
                    this.sleep(seconds)
                except BaseException:
                    this.log('except')
                    raise
                finally:
                    this.log('finally')
        def handler(system, this, inputs):
            fractions.runs = getattr(fractions, 'runs', {})
            fractions.runs[this.get('id')] = fractions.runs.get(this.get('id'), 0) + 1
        """
            + body.indent(4)
            + "    return {'runs': fractions.runs[this.get('id')]}\n");
    Execution main = flows.engine().flow("main").start();
    flows.time().settle();
    flows.time().advance(ofMinutes(1));
    flows.time().advance(ofDays(1));
    assertThat(main.await(ofSeconds(60))).succeeded();
    return main;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wait(this, 86400)",
        "sorted([1], key=lambda x: wait(this, 86400) or x)",
        "[wait(this, 86400) for x in [1]]",
        "list(wait(this, 86400) for x in [1])",
        "(lambda: (lambda: wait(this, 86400))())()"
      })
  void fa_212_a_dropped_stack_runs_neither_except_nor_finally_nor_exit(String line) {
    Execution main = run(line);
    assertThat(main).hasOutput("runs", 2L);
    assertThat(main.log()).extracting(entry -> entry.text()).containsExactly("finally", "exit");
  }

  @Test
  void a_short_wait_keeps_the_stack() {
    assertThat(run("wait(this, 5)")).hasOutput("runs", 1L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "re.sub('a', lambda match: wait(this, 86400) or 'b', 'a')",
        "stack = contextlib.ExitStack()\nstack.callback(wait, this, 86400)\nstack.close()"
      })
  void a_stack_with_frames_of_other_modules_is_kept_because_they_may_hold_locks(String lines) {
    assertThat(run(lines)).hasOutput("runs", 1L);
  }
}
