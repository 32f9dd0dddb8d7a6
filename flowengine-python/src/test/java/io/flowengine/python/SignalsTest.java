package io.flowengine.python;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The signals by which executions end: scripts cannot catch them, and their clean-up code runs. */
class SignalsTest extends ScriptTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "except:",
        "except BaseException:",
        "except (ValueError, BaseException):",
        "except Exception:",
        "except flow_api.EngineException:",
        "except flow_api.LifecycleSignal:",
        "except flow_api.ExecutionSuccess as signal:"
      })
  void fa_70_no_clause_receives_a_signal(String clause) {
    Execution main =
        handler(
            "try:\n    this.success('done')\n"
                + clause
                + "\n    this.log('caught')\nthis.log('on')");
    assertThat(main).succeeded().hasMessage("done");
    assertThat(lines(main)).isEmpty();
  }

  @Test
  void fa_70_except_star_is_refused_because_the_interpreter_has_none() {
    assertThat(
            handler(
                """
                try:
                    this.success('done')
                except* ValueError:
                    pass
                """))
        .failed()
        .hasMessageContaining("line 4")
        .hasMessageContaining("except* is not supported");
  }

  @Test
  void fa_70_other_exceptions_are_caught_as_ever() {
    Execution main =
        handler(
            """
            try:
                {}['x']
            except KeyError as error:
                this.log('key', error)
            try:
                raise SystemExit(1)
            except:
                this.log('bare')
            """);
    assertThat(lines(main)).containsExactly("key 'x'", "bare");
  }

  @Test
  void fa_70_line_numbers_stay() {
    assertThat(
            handler(
                """
                try:
                    pass
                except ValueError:
                    pass
                raise RuntimeError('here')
                """))
        .hasMessageContaining("line 8, in handler");
  }

  @Test
  void fa_71_clean_up_code_runs_and_can_make_calls() {
    flows.script("child", "def handler(system, this):\n    return {'x': 1}\n");
    Execution main =
        handler(
            """
            class Guard:
                def __enter__(self):
                    return self
                def __exit__(self, *details):
                    this.log('exit', details[0].__name__)
            try:
                with Guard():
                    this.success('done')
            finally:
                this.log('finally', this.flow('child').get('output_value'))
            """);
    assertThat(main).succeeded().hasMessage("done").hasChildren("child");
    assertThat(lines(main)).containsExactly("exit ExecutionSuccess", "finally {'x': 1}");
  }

  @Test
  void fa_71_an_end_inside_clean_up_code_raises_the_recorded_signal() {
    Execution main =
        handler(
            """
            try:
                this.error('first')
            finally:
                try:
                    this.success('second')
                finally:
                    this.log('inner')
            """);
    assertThat(main).failed().hasMessage("first");
    assertThat(lines(main)).containsExactly("inner");
  }

  @Test
  void fa_72_a_signal_that_a_return_swallows_has_no_effect() {
    Execution main =
        handler(
            """
            def swallow():
                try:
                    this.success('done')
                finally:
                    return 1
            swallow()
            this.log('still here')
            this.log('and here')
            """);
    assertThat(main).succeeded().hasMessage("done");
    assertThat(lines(main)).isEmpty();
  }

  @Test
  void fa_72_a_signal_that_suppress_swallows_has_no_effect() {
    Execution main =
        handler(
            """
            import contextlib
            with contextlib.suppress(BaseException):
                this.error('over')
            try:
                this.set_output(late=1)
            finally:
                this.log('clean up of the second raising')
            """);
    assertThat(main).failed().hasMessage("over").hasOutputs(Map.of());
    assertThat(lines(main)).containsExactly("clean up of the second raising");
  }

  @Test
  void fa_73_the_first_end_stands_and_errors_of_clean_up_code_are_logged() {
    Execution main =
        handler(
            """
            try:
                this.success('done')
            finally:
                raise ValueError('in clean-up')
            """);
    assertThat(main).succeeded().hasMessage("done");
    assertThat(lines(main).getFirst()).contains("clean-up code failed").contains("in clean-up");
  }

  @Test
  void fa_73_what_the_handler_returns_after_its_end_does_not_count() {
    assertThat(
            handler(
                """
                try:
                    this.success('done')
                finally:
                    return {'late': 1}
                """))
        .succeeded()
        .hasMessage("done")
        .hasOutputs(Map.of());
  }

  @Test
  void fa_74_a_cancel_is_raised_at_the_current_call() {
    flows.script(
        "main",
        """
        def handler(system, this, inputs):
            try:
                this.sleep(3600)
            except:
                this.log('caught')
            finally:
                this.log('clean-up')
        """);
    Execution main = flows.engine().flow("main").start();
    main.cancel();
    var unused = main.outcome(ofSeconds(30));
    assertThat(main).wasCancelled();
    assertThat(lines(main)).doesNotContain("caught");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ExecutionSuccess", "ExecutionError", "ExecutionCancel"})
  void fa_75_a_signal_can_be_raised_by_hand(String signal) {
    Execution main =
        handler(
            """
            try:
                raise flow_api.%s('by hand')
            except Exception:
                this.log('caught')
            finally:
                this.log('clean-up')
            """
                .formatted(signal));
    ExecutionStatus expected =
        switch (signal) {
          case "ExecutionSuccess" -> ExecutionStatus.ENDED_SUCCESS;
          case "ExecutionError" -> ExecutionStatus.ENDED_ERROR;
          default -> ExecutionStatus.ENDED_CANCELLED;
        };
    assertThat(main).hasStatus(expected);
    assertThat(lines(main)).containsExactly("clean-up");
  }

  @ParameterizedTest
  @ValueSource(strings = {"import sys\nsys.exit(3)", "raise KeyboardInterrupt()", "exit(1)"})
  void fa_61_system_exit_and_keyboard_interrupt_are_uncaught_exceptions(String line) {
    assertThat(handler(line)).failed().hasMessageContaining("Traceback");
  }
}
