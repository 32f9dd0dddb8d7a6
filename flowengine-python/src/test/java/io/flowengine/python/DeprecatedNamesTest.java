package io.flowengine.python;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import io.flowengine.execution.LogEntry;
import io.flowengine.execution.LogLevel;
import java.util.List;
import org.junit.jupiter.api.Test;

/** FA-174: names that need no switch and have others now. */
class DeprecatedNamesTest extends ScriptTest {
  private static List<String> warnings(Execution execution) {
    return execution.log().stream()
        .filter(entry -> entry.level() == LogLevel.WARNING)
        .map(LogEntry::text)
        .toList();
  }

  @Test
  void fa_174_the_earlier_name_of_the_base_of_all_errors_is_a_warning_once() {
    Execution main =
        run(
            """
            from flow_api import CloudomationException
            import flow_api.exceptions

            def handler(system, this):
                for each in 1, 2:
                    try:
                        this.flow('nope')
                    except flow_api.exceptions.CloudomationException:
                        pass
                return {'same': CloudomationException is flow_api.EngineException}
            """);

    assertThat(main).succeeded().hasOutput("same", true);
    assertThat(warnings(main))
        .containsExactly("CloudomationException is deprecated; use EngineException");
  }

  @Test
  void fa_174_a_replay_does_not_warn_again() {
    Execution main =
        handler(
            """
            flow_api.CloudomationException
            this.sleep(86400)
            flow_api.CloudomationException
            this.set_output(done=True)
            """);

    assertThat(main).succeeded();
    assertThat(warnings(main)).hasSize(1);
  }

  @Test
  void fa_78_fa_174_what_has_no_effect_is_a_warning_once() {
    Execution main =
        handler("system.setting('a', commit=False)\nsystem.setting('b', commit=False).exists()");

    assertThat(warnings(main))
        .containsExactly("commit= is deprecated; use nothing: it has no effect");
  }

  @Test
  void fa_174_fa_202_the_body_of_a_step_says_nothing() {
    Execution main =
        handler(
            """
            flow_api.step('s', lambda: flow_api.CloudomationException.__name__)
            this.sleep(86400)
            flow_api.CloudomationException
            """);

    assertThat(main).succeeded();
    assertThat(warnings(main)).hasSize(1);
  }

  @Test
  void fa_170_fa_174_a_record_with_an_earlier_spelling_of_its_location_is_a_warning() {
    Execution main =
        handler(
            """
            for name in 'a', 'b':
                flow = system.flow(name, script='def handler(system, this): pass')
                flow.save(location_inheritance='created-by')
            """);

    assertThat(warnings(main))
        .containsExactly("location_inheritance='created-by' is deprecated; use 'created_by'");
  }
}
