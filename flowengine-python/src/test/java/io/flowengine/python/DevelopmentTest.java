package io.flowengine.python;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.DevelopmentSession;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.LogEntry;
import io.flowengine.execution.StatusReason;
import io.flowengine.execution.StepMode;
import io.flowengine.execution.StoppedLine;
import io.flowengine.testkit.FlowEngineExtension;
import io.flowengine.testkit.VirtualTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Development mode: breakpoints, steps, variables. */
class DevelopmentTest {
  private static final String SUM =
      """
      RATE = 2

      def twice(n):
          doubled = n * RATE
          return doubled

      def handler(system, this, inputs):
          total = 0
          for n in inputs['numbers']:
              # what is added
              total += twice(n)
          this.log(f'total {total}')
          return {'total': total}
      """;

  @RegisterExtension
  final FlowEngineExtension flows =
      SharedPython.engines()
          .time(VirtualTime::manual)
          .script("sum", SUM)
          .flow("java", (system, self, inputs) -> null)
          .build();

  private Execution sum(int... breakpoints) {
    return flows
        .engine()
        .flow("sum")
        .input("numbers", List.of(1, 2))
        .development()
        .breakpoints(breakpoints)
        .start();
  }

  private StoppedLine stop(DevelopmentSession session, Execution execution) {
    flows.time().settle();
    return session.stop(execution.id()).orElseThrow();
  }

  private StoppedLine step(DevelopmentSession session, Execution execution, StepMode mode) {
    session.step(execution.id(), mode);
    return stop(session, execution);
  }

  private void end(DevelopmentSession session, Execution execution) {
    session.goOn(execution.id());
    flows.time().settle();
    assertThat(execution).succeeded();
  }

  @Test
  void fa_169_an_execution_stands_still_before_a_line_and_shows_its_variables() {
    try (DevelopmentSession session = flows.engine().develop()) {
      Execution sum = sum(11);
      StoppedLine stop = stop(session, sum);

      assertThat(sum.status()).isEqualTo(ExecutionStatus.PAUSED);
      assertThat(sum.record().state().reason()).isEqualTo(StatusReason.BREAKPOINT);
      assertThat(stop.line()).isEqualTo(11);
      assertThat(stop.function()).isEqualTo("handler");
      assertThat(stop.variables())
          .containsEntry("total", 0L)
          .containsEntry("n", 1L)
          .containsEntry("this", "<execution " + sum.id() + ">")
          .containsEntry("inputs", Map.of("numbers", List.of(1L, 2L)));
    }
  }

  @Test
  void fa_169_it_goes_on_to_the_next_time_it_comes_to_a_breakpoint_and_then_to_its_end() {
    try (DevelopmentSession session = flows.engine().develop()) {
      Execution sum = sum(11);
      StoppedLine first = stop(session, sum);
      session.goOn(sum.id());
      StoppedLine second = stop(session, sum);
      end(session, sum);

      assertThat(first.variables()).containsEntry("total", 0L);
      assertThat(second.variables()).containsEntry("total", 2L);
      assertThat(sum).hasOutput("total", 6L);
    }
  }

  @Test
  void fa_169_steps_go_into_functions_over_calls_and_out_again() {
    try (DevelopmentSession session = flows.engine().develop()) {
      Execution sum = sum(11);
      stop(session, sum);

      assertThat(step(session, sum, StepMode.INTO)).returns(4, StoppedLine::line);
      assertThat(step(session, sum, StepMode.OVER)).returns(5, StoppedLine::line);
      StoppedLine inside = stop(session, sum);
      assertThat(inside.variables()).containsEntry("doubled", 2L);
      assertThat(inside.frames())
          .extracting(StoppedLine.Frame::function)
          .containsExactly("twice", "handler");
      assertThat(step(session, sum, StepMode.OUT)).returns(11, StoppedLine::line);
      assertThat(step(session, sum, StepMode.OVER)).returns(12, StoppedLine::line);
      assertThat(step(session, sum, StepMode.OVER)).returns(13, StoppedLine::line);
      end(session, sum);
    }
  }

  @Test
  void fa_169_after_a_restart_variables_are_there_and_the_script_comes_to_the_same_line_and_hit() {
    Execution sum;
    try (DevelopmentSession session = flows.engine().develop()) {
      sum = sum(11);
      stop(session, sum);
      session.goOn(sum.id());
      stop(session, sum);
    }
    flows.restart();
    try (DevelopmentSession session = flows.engine().develop()) {
      Execution again = flows.engine().execution(sum.id());
      assertThat(stop(session, again).variables()).containsEntry("total", 2L);
      assertThat(step(session, again, StepMode.OVER)).returns(12, StoppedLine::line);
      assertThat(stop(session, again).variables()).containsEntry("total", 6L);
      end(session, again);
    }
  }

  @Test
  void fa_169_a_step_over_a_long_wait_arrives_although_the_stack_was_dropped() {
    flows.script(
        "naps",
        """
        def handler(system, this, inputs):
            rested = False
            this.sleep(86400)
            rested = True
            return {}
        """);
    try (DevelopmentSession session = flows.engine().develop()) {
      Execution naps = flows.engine().flow("naps").development().breakpoints(3).start();
      stop(session, naps);
      session.step(naps.id(), StepMode.OVER);
      flows.time().settle();
      flows.time().advance(ofMinutes(1));
      flows.time().advance(ofDays(1));

      assertThat(stop(session, naps)).returns(4, StoppedLine::line);
      end(session, naps);
    }
  }

  @Test
  void fa_169_breakpoints_are_changed_while_it_stands() {
    try (DevelopmentSession session = flows.engine().develop()) {
      Execution sum = sum(8);
      stop(session, sum);
      session.breakpoints(sum.id(), 13);
      session.goOn(sum.id());

      assertThat(stop(session, sum)).returns(13, StoppedLine::line);
      end(session, sum);
    }
  }

  @Test
  void fa_169_a_productive_execution_ignores_breakpoints() {
    Execution sum =
        flows.engine().flow("sum").input("numbers", List.of(1)).breakpoints(8, 11).start();
    flows.time().settle();

    assertThat(sum).succeeded().hasOutput("total", 2L);
  }

  @Test
  void fa_169_breakpoints_on_empty_lines_are_ignored_and_the_log_says_so() {
    try (DevelopmentSession session = flows.engine().develop()) {
      Execution sum = sum(2, 10, 77);
      flows.time().settle();

      assertThat(session.stop(sum.id())).isEmpty();
      assertThat(sum).succeeded();
      assertThat(sum.log())
          .extracting(LogEntry::text)
          .anyMatch(text -> text.startsWith("line 2, 10, 77: no statement begins"));
    }
  }

  @Test
  void fa_169_lines_that_only_replay_do_not_stop() {
    flows.script(
        "replayed",
        """
        def handler(system, this, inputs):
            before = 1
            this.sleep(86400)
            return {}
        """);
    try (DevelopmentSession session = flows.engine().develop()) {
      Execution replayed = flows.engine().flow("replayed").development().breakpoints(2).start();
      stop(session, replayed);
      session.goOn(replayed.id());
      flows.time().settle();
      flows.time().advance(ofMinutes(1));
      flows.time().advance(ofDays(1));

      assertThat(replayed).succeeded();
    }
  }

  @Test
  void fa_103_fa_169_a_child_is_given_breakpoints_with_init_and_has_the_mode_of_its_creator() {
    flows.script(
        "main",
        """
        def handler(system, this, inputs):
            this.flow('sum', numbers=[1], init={'breakpoints': [8]})
        """);
    try (DevelopmentSession session = flows.engine().develop()) {
      Execution main = flows.engine().flow("main").development().start();
      flows.time().settle();
      Execution child = main.children().getFirst();

      assertThat(session.stop(child.id()).orElseThrow()).returns(8, StoppedLine::line);
      end(session, child);
      flows.time().settle();
      assertThat(main).succeeded();
    }
  }

  @Test
  void fa_169_use_breakpoints_switches_those_of_the_flow_on() {
    flows.script(
        "stored",
        """
        def handler(system, this, inputs):
            system.flow('own').save(
                script='def handler(system, this):\\n    x = 1\\n    return {}\\n', breakpoints=[3])
            this.flow('own', init={'use_breakpoints': True}, wait=False)
            this.flow('own', init={'use_breakpoints': True, 'use_only_explicit_breakpoints': True})
            this.flow('own')
        """);
    try (DevelopmentSession session = flows.engine().develop()) {
      Execution main = flows.engine().flow("stored").development().start();
      flows.time().settle();

      assertThat(main).succeeded();
      Execution first = main.children().getFirst();
      assertThat(session.stop(first.id()).orElseThrow()).returns(3, StoppedLine::line);
      end(session, first);
    }
  }

  @Test
  void fa_168_without_a_session_it_is_paused_at_its_next_call_and_a_session_has_it_go_on() {
    Execution sum = sum();
    flows.time().settle();
    assertThat(sum.status()).isEqualTo(ExecutionStatus.PAUSED);
    assertThat(sum.record().state().reason()).isEqualTo(StatusReason.NO_DEVELOPER);

    try (DevelopmentSession session = flows.engine().develop()) {
      flows.time().settle();
      assertThat(sum).succeeded();
      assertThat(session.stop(sum.id())).isEmpty();
    }
  }

  @Test
  void fa_168_it_can_be_switched_to_productive() {
    Execution sum = sum(11);
    flows.time().settle();
    sum.save(Map.of("is_productive", true)).start();
    flows.time().settle();

    assertThat(sum).succeeded().hasOutput("total", 6L);
  }

  @Test
  void fa_169_a_stop_in_the_body_of_a_step_goes_on_there() {
    flows.script(
        "steps",
        """
        import flow_api

        def add(a, b):
            c = a + b
            return c

        def handler(system, this):
            return {'c': flow_api.step('add', add, 1, 2)}
        """);
    try (DevelopmentSession session = flows.engine().develop()) {
      Execution steps = flows.engine().flow("steps").development().breakpoints(5).start();
      assertThat(stop(session, steps).variables()).containsEntry("c", 3L);
      end(session, steps);
      assertThat(steps).hasOutput("c", 3L);
    }
  }

  @Test
  void fa_169_a_cancellation_of_what_stands_before_a_line_takes_effect_at_its_next_call() {
    try (DevelopmentSession session = flows.engine().develop()) {
      Execution sum = sum(11);
      stop(session, sum);
      sum.cancel();
      flows.time().settle();

      assertThat(sum).wasCancelled();
    }
  }

  @Test
  void fa_25_fa_169_protected_inputs_are_masked_in_variables() {
    try (DevelopmentSession session = flows.engine().develop()) {
      flows.script(
          "pin", "def handler(system, this, inputs):\n    pin = inputs['pin']\n    return {}\n");
      Execution pin =
          flows
              .engine()
              .flow("pin")
              .input("pin", "s3cret")
              .protectInputs("pin")
              .development()
              .breakpoints(3)
              .start();

      assertThat(stop(session, pin).variables())
          .containsEntry("pin", "***")
          .containsEntry("inputs", Map.of("pin", "***"));
      end(session, pin);
    }
  }

  @Test
  void variables_are_shown_without_running_code_of_the_script() {
    flows.script(
        "shown",
        """
        class Loud:
            def __repr__(self):
                raise ValueError('called')

        def handler(system, this):
            loud = Loud()
            text = 'x' * 2000
            many = list(range(1000))
            number = float('nan')
            return {}
        """);
    try (DevelopmentSession session = flows.engine().develop()) {
      Execution shown = flows.engine().flow("shown").development().breakpoints(10).start();
      Map<String, ?> variables = stop(session, shown).variables();

      assertThat(variables.get("loud")).isEqualTo("<Loud>");
      assertThat((String) variables.get("text"))
          .endsWith("x… (2000 letters)")
          .hasSizeLessThan(1100);
      assertThat((List<?>) variables.get("many")).hasSize(101);
      assertThat(variables.get("number")).isEqualTo("nan");
      end(session, shown);
    }
  }

  @Test
  void breakpoints_of_a_flow_in_java_are_refused() {
    assertThatThrownBy(() -> flows.engine().flow("java").development().breakpoints(3).start())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("written in Java");
  }

  @Test
  void a_line_number_below_1_is_refused() {
    assertThatThrownBy(() -> sum(0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("from 1");
  }

  @Test
  void what_does_not_stand_cannot_go_on() {
    try (DevelopmentSession session = flows.engine().develop()) {
      Execution sum = sum();
      flows.time().settle();

      assertThatThrownBy(() -> session.goOn(sum.id()))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("ENDED_SUCCESS");
    }
  }
}
