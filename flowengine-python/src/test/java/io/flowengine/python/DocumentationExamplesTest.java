package io.flowengine.python;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.OpenMessage;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.LogEntry;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.testkit.FlowEngineExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of the API's documentation, each as it is given there. */
class DocumentationExamplesTest {
  private static final String SUCCEEDS =
      """
      def handler(system, this, inputs):
          return this.success()
      """;
  private static final String FAILS =
      """
      def handler(system, this, inputs):
          return this.error('the child went wrong')
      """;

  @RegisterExtension final FlowEngineExtension flows = SharedPython.engines().build();

  private Execution run(String name, String script) {
    Execution execution = flows.script(name, script).engine().flow(name).start();
    var unused = execution.outcome(ofSeconds(30));
    return execution;
  }

  private static List<String> lines(Execution execution) {
    return execution.log().stream().map(LogEntry::text).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"system, this, inputs", "system, this"})
  void fa_227_one_flow_is_started_by_name(String parameters) {
    flows.script("my_other_flow_name", SUCCEEDS);
    Execution main =
        run(
            "main",
            """
            import flow_api

            def handler(%s):
                my_flow = this.flow('my_other_flow_name')
                return this.success('all done')
            """
                .formatted(parameters));
    assertThat(main).succeeded().hasMessage("all done").hasChildren("my_other_flow_name");
    Execution child = main.children().getFirst();
    assertThat(child).succeeded();
    assertThat(child.parent().map(Execution::id)).contains(main.id());
    assertThat(child.record().origin().type()).isEqualTo(ExecutionType.FLOW);
  }

  @Test
  void fa_228_a_flow_that_does_not_exist_ends_in_an_error_without_child() {
    Execution main =
        run(
            "main",
            """
            def handler(system, this, inputs):
                my_flow = this.flow('my_other_flow_name')
                return this.success('all done')
            """);
    assertThat(main).failed().hasMessageContaining("ResourceNotFoundError").hasChildren();
  }

  @Test
  void fa_229_an_explicit_run_waits_and_records_the_dependency() {
    flows.script("another-flow", SUCCEEDS);
    Execution main =
        run(
            "main",
            """
            import flow_api

            def handler(system: flow_api.System, this: flow_api.Execution, inputs: dict):
                child_execution = this.flow(
                    'another-flow',
                    run=True  # Main execution has to wait for this child execution
                )
                return this.success('All done.')
            """);
    Execution child = main.children().getFirst();
    assertThat(main).succeeded().waitedFor(child);
    assertThat(child.record().state().end().at())
        .isBeforeOrEqualTo(main.record().state().end().at());
  }

  @Test
  void fa_230_a_child_is_created_first_and_run_later() {
    flows.script("another-flow", "def handler(system, this, inputs):\n    this.log('ran')\n");
    Execution main =
        run(
            "main",
            """
            import flow_api

            def handler(system: flow_api.System, this: flow_api.Execution, inputs: dict):
                # Create child execution but do not run it yet
                child_execution = this.flow(
                    'another-flow',
                    run=False  # Execution is not started immediately
                )
                this.log(child_execution.load('status'))
                # Start execution later
                child_execution.run(wait=True)
                this.log('Flow executed after manual start.')
                return this.success('Manual execution started successfully.')
            """);
    Execution child = main.children().getFirst();
    assertThat(main)
        .succeeded()
        .hasMessage("Manual execution started successfully.")
        .waitedFor(child);
    assertThat(lines(main)).containsExactly("PAUSED", "Flow executed after manual start.");
    assertThat(lines(child)).containsExactly("ran");
    assertThat(main.log().getLast().at()).isAfterOrEqualTo(child.record().state().end().at());
  }

  @Test
  void fa_231_a_dependency_starts_a_child_that_was_not_started() {
    flows.script("another-flow", SUCCEEDS);
    Execution main =
        run(
            "main",
            """
            import flow_api

            def handler(system: flow_api.System, this: flow_api.Execution, inputs: dict):
                child_execution = this.flow(
                    'another-flow',
                    run=False
                )
                this.dependency(child_execution)  # Dependency is later defined explicitly
                return this.success('All done.')
            """);
    Execution child = main.children().getFirst();
    assertThat(main).succeeded().waitedFor(child);
    assertThat(child).succeeded();
  }

  private List<Execution> three(String second) {
    flows.script("succeeds", SUCCEEDS).script("fails", FAILS);
    return List.of("succeeds", second, "succeeds").stream()
        .map(flow -> flows.engine().flow(flow).name("the-one").start())
        .peek(execution -> execution.outcome(ofSeconds(30)))
        .toList();
  }

  private static final String ONE_BY_ONE =
      """
      import flow_api

      def handler(system: flow_api.System, this: flow_api.Execution, inputs: dict):
          for execution in system.executions(
                  filter_={'field': 'name', 'op': 'eq', 'value': 'the-one'}):
              this.dependency(execution)  # execution could be created by some other flow
          return this.success('All done.')
      """;

  @Test
  void fa_232_dependencies_one_by_one_stop_at_the_first_failure() {
    List<Execution> foreign = three("fails");
    Execution main = run("main", ONE_BY_ONE);
    assertThat(main)
        .failed()
        .hasMessageContaining("DependencyFailedError")
        .waitedFor(foreign.get(0), foreign.get(1));
  }

  @Test
  void fa_232_dependencies_one_by_one_wait_for_all_that_succeed() {
    List<Execution> foreign = three("succeeds");
    assertThat(run("main", ONE_BY_ONE)).succeeded().waitedFor(foreign.toArray(Execution[]::new));
  }

  private static final String AT_ONCE =
      """
      import flow_api

      def handler(system: flow_api.System, this: flow_api.Execution, inputs: dict):
          this.dependency(*system.executions(
              filter_={'field': 'name', 'op': 'eq', 'value': 'the-one'}))
          return this.success('All done.')
      """;

  @Test
  void fa_233_one_dependency_call_waits_for_a_whole_listing() {
    List<Execution> foreign = three("succeeds");
    assertThat(run("main", AT_ONCE)).succeeded().waitedFor(foreign.toArray(Execution[]::new));
  }

  @Test
  void fa_233_an_empty_listing_is_waited_for_at_once() {
    assertThat(run("main", AT_ONCE)).succeeded().waitedFor();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for execution in system.executions(filter_=...):\n        this.dependency(execution)",
        "this.dependency(*system.executions(filter_=...))"
      })
  void fa_234_an_ellipsis_is_no_filter(String line) {
    Execution main =
        run("main", "def handler(system, this, inputs):\n    " + line + "\n    this.success()\n");
    assertThat(main).failed().hasMessageContaining("InvalidInputError");
  }

  @Test
  void fa_235_a_reference_to_a_missing_flow_can_be_logged() {
    Execution main =
        run(
            "main",
            """
            def handler(system, this, inputs):
                this.log(system.flow('some-name'))
            """);
    assertThat(main).succeeded();
    assertThat(lines(main)).containsExactly("<flow some-name>");
  }

  private static final String EXISTS =
      """
      import flow_api

      def handler(system: flow_api.System, this: flow_api.Execution, inputs: dict):
          flow = system.flow('example_flow_name')
          if flow.exists():
              this.log("flow exists!")
              return this.success('all done')
          else:
              return this.error("flow does not exist!")
      """;

  @Test
  void fa_236_a_flow_is_found_to_exist() {
    flows.script("example_flow_name", SUCCEEDS);
    Execution main = run("main", EXISTS);
    assertThat(main).succeeded().hasMessage("all done");
    assertThat(lines(main)).containsExactly("flow exists!");
  }

  @Test
  void fa_236_a_flow_is_found_not_to_exist() {
    Execution main = run("main", EXISTS);
    assertThat(main).failed().hasMessage("flow does not exist!");
    assertThat(lines(main)).isEmpty();
  }

  @Test
  void fa_237_values_are_passed_through_three_flows() {
    flows
        .script(
            "Calculator",
            """
            import flow_api

            def handler(system: flow_api.System, this: flow_api.Execution, inputs: dict):
                # getting initial_value from the 'initial_value' field of the input_value
                initial_value = inputs['initial_value']

                # doing some (not very) complex calculations
                result = initial_value * 1

                # saving result into the 'result' field of the output_value
                this.set_output(result=result)

                return this.success('all done')
            """)
        .script(
            "Messenger",
            """
            import flow_api

            def handler(system: flow_api.System, this: flow_api.Execution, inputs: dict):
                # getting message_value from the 'message_value' field of the input_value
                message_value = inputs['message_value']

                # creating message
                this.message(
                    subject='Message',
                    message=f' The value is: {message_value}',
                )

                return this.success('all done')
            """)
        .script(
            "Main Process",
            """
            import flow_api

            def handler(system: flow_api.System, this: flow_api.Execution, inputs: dict):
                initial_value = 42

                new_value = this.flow(
                    'Calculator',
                    name='calculate new value',
                    initial_value=initial_value,
                ).get('output_value')['result']

                this.flow(
                    'Messenger',
                    name='create message with result',
                    message_value=new_value,
                )
                return this.success('all done')
            """);
    Execution main = flows.engine().flow("Main Process").start();
    flows.time().settle();
    assertThat(main).hasStatus(ExecutionStatus.WAITING);
    OpenMessage message = flows.engine().openMessages().getFirst();
    assertThat(message.text()).isEqualTo(" The value is: 42");
    flows.engine().answer(message.id(), Map.of());
    assertThat(main.await(ofSeconds(30)))
        .succeeded()
        .hasMessage("all done")
        .hasChildren("calculate new value", "create message with result");
    assertThat(main.children().getFirst()).hasOutputs(Map.of("result", 42L));
  }

  private static final String SETTING_PASSER =
      """
      import flow_api

      def handler(system: flow_api.System, this: flow_api.Execution, inputs: dict):
          # get a resource
          setting = system.setting('my-setting')
          if inputs.get('before'):
              setting.save(value='something else')

          # pass the resource to the flow
          this.flow(
              'Setting Writer',
              name='write setting',
              setting=setting,
          )
          return this.success('all done')
      """;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void fa_238_a_setting_is_passed_as_an_input(boolean existsBefore) {
    flows.script(
        "Setting Writer",
        """
        import flow_api

        def handler(system: flow_api.System, this: flow_api.Execution, inputs: dict):
            # get the passed resource
            setting = inputs['setting']

            # write the setting
            setting.save(value='my value')

            return this.success('all done')
        """);
    flows.script("main", SETTING_PASSER);
    Execution main = flows.engine().flow("main").input("before", existsBefore).start();
    assertThat(main.await(ofSeconds(30))).succeeded();
    assertThat(
            flows
                .store()
                .record(RecordRef.of(RecordType.SETTING, "my-setting"))
                .orElseThrow()
                .fields()
                .toMap())
        .containsEntry("value", "my value");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true | system, this, inputs | my_other_flow_name succeeded",
        "false | system, this, inputs | my_other_flow_name failed",
        "true | system, this | my_other_flow_name succeeded",
        "false | system, this | my_other_flow_name failed"
      })
  void fa_239_the_failure_of_a_child_is_caught(boolean works, String parameters, String line) {
    flows.script("my_other_flow_name", works ? SUCCEEDS : FAILS);
    Execution main =
        run(
            "main",
            """
            import flow_api

            def handler(%s):
                try:
                    my_flow = this.flow('my_other_flow_name')
                except flow_api.DependencyFailedError:
                    this.log('my_other_flow_name failed')
                else:
                    this.log('my_other_flow_name succeeded')
                return this.success('all done')
            """
                .formatted(parameters));
    assertThat(main).succeeded().hasMessage("all done");
    assertThat(lines(main)).containsExactly(line);
  }

  @Test
  void fa_240_the_failure_of_a_child_that_is_not_caught_fails_the_parent() {
    flows.script("child", FAILS);
    Execution main =
        run(
            "main",
            """
            def handler(system, this, inputs):
                this.flow('child')
            """);
    assertThat(main)
        .failed()
        .hasMessageContaining("Traceback (most recent call last)")
        .hasMessageContaining("line 2, in handler")
        .hasMessageContaining("the child went wrong");
  }

  private static final String SYNCHRONOUS =
      """
      import flow_api

      def handler(system: flow_api.System, this: flow_api.Execution, inputs: dict):
          child_execution = this.flow(
              'sync_flow',
              wait=%s  # Ensures that the parent waits for the child execution to finish
          )
          if child_execution.get('status') != 'ENDED_SUCCESS':
              return this.error('Child flow execution failed!')

          this.log('Synchronous execution completed successfully!')
          return this.success('Flow executed synchronously')
      """;

  @Test
  void fa_241_a_synchronous_child_that_succeeds_is_seen_as_ended() {
    flows.script("sync_flow", SUCCEEDS);
    assertThat(run("main", SYNCHRONOUS.formatted("True")))
        .succeeded()
        .hasMessage("Flow executed synchronously");
  }

  @Test
  void fa_241_a_synchronous_child_that_fails_raises_before_it_is_looked_at() {
    flows.script("sync_flow", FAILS);
    assertThat(run("main", SYNCHRONOUS.formatted("True")))
        .failed()
        .hasMessageContaining("DependencyFailedError");
  }

  @Test
  void fa_242_a_child_waited_for_with_all_ended_does_not_raise() {
    flows.script("sync_flow", FAILS);
    assertThat(run("main", SYNCHRONOUS.formatted("'ALL_ENDED'")))
        .failed()
        .hasMessage("Child flow execution failed!");
  }

  @Test
  void fa_243_an_asynchronous_child_ends_by_itself() {
    flows.script("async_flow", "def handler(system, this, inputs):\n    this.sleep(3600)\n");
    Execution main =
        run(
            "main",
            """
            import flow_api

            def handler(system: flow_api.System, this: flow_api.Execution, inputs: dict):
                async_execution = this.flow(
                    'async_flow',
                    wait=False  # Proceed without waiting for the child execution
                )
                this.log(f'Async flow triggered.')
                return this.success('Flow executed asynchronously')
            """);
    assertThat(main).succeeded().waitedFor();
    Execution child = main.children().getFirst();
    assertThat(child.await(ofSeconds(30))).succeeded();
    assertThat(child.record().state().end().at())
        .isAfterOrEqualTo(main.record().state().end().at().plusSeconds(3600));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALL_ENDED | ENDED_SUCCESS | 7200",
        "ALL_SUCCEEDED | ENDED_ERROR | 3600",
        "FIRST_ENDED | ENDED_SUCCESS | 3600",
        "FIRST_SUCCEEDED | ENDED_SUCCESS | 7200"
      })
  void fa_244_two_children_are_waited_for_together(
      String returnWhen, ExecutionStatus expected, long seconds) {
    flows
        .script(
            "flow_1",
            "def handler(system, this, inputs):\n    this.sleep(3600)\n    this.error('no')\n")
        .script("sync_flow", "def handler(system, this, inputs):\n    this.sleep(7200)\n");
    Execution main =
        run(
            "main",
            """
            import flow_api

            def handler(system: flow_api.System, this: flow_api.Execution, inputs: dict):
                async_child_1 = this.flow('flow_1', wait=False)
                async_child_2 = this.flow('sync_flow', wait=False)

                this.wait_for(
                    async_child_1,
                    async_child_2,
                    return_when='%s'
                )
                this.log('The wait is over.')
                return this.success('Synchronized all async flows successfully')
            """
                .formatted(returnWhen));
    assertThat(main).hasStatus(expected).waitedFor(main.children().toArray(Execution[]::new));
    assertThat(
            java.time.Duration.between(
                main.record().state().startedAt(), main.record().state().end().at()))
        .isBetween(ofSeconds(seconds), ofSeconds(seconds + 60));
    main.children().forEach(child -> child.outcome(ofSeconds(30)));
  }
}
