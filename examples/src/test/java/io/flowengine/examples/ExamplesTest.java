package io.flowengine.examples;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each example does what it says. */
class ExamplesTest {

  @Test
  void a_java_flow_adds_what_its_children_give() {
    try (FlowEngine engine = JavaFlow.open()) {
      Execution sum = engine.flow("sum of squares").input("most", 4).start();
      assertThat(sum.await(ofSeconds(30)))
          .hasOutput("sum", 30)
          .hasChildren("square of 1", "square of 2", "square of 3", "square of 4");
    }
  }

  @Test
  void the_second_engine_goes_on_where_the_first_was() {
    assertThat(new Recovery().run())
        .containsExactly("pack", "load", "the first engine goes away", "drive", "unpack");
  }

  @Test
  void a_step_cut_off_runs_again_with_the_same_key() throws InterruptedException {
    AtLeastOnce example = new AtLeastOnce();
    assertThat(example.run()).containsEntry("result", "paid 100");
    assertThat(example.requests()).isEqualTo(2);
    assertThat(example.payments()).isEqualTo(1);
  }

  @Test
  void the_first_offer_is_chosen_and_the_other_cancelled() {
    try (FlowEngine engine = Waiting.open()) {
      Execution compare = Waiting.start(engine);
      assertThat(compare.await(ofSeconds(30))).hasMessage("chose quick");
      assertThat(compare.children().getLast()).wasCancelled();
      assertThat(Waiting.start(engine).id()).isEqualTo(compare.id());
    }
  }

  @Test
  void an_answer_reaches_the_flow() {
    try (FlowEngine engine = AskingAPerson.open(SharedPython.RUNTIME)) {
      assertThat(AskingAPerson.ask(engine, "yes")).hasOutput("approved", true);
    }
  }

  @Test
  void a_cancelled_flow_gives_the_machine_back() {
    try (FlowEngine engine = Cancelling.open(SharedPython.RUNTIME)) {
      assertThat(Cancelling.run(engine))
          .wasCancelled()
          .hasOutput("machine", "given back")
          .hasChildren("give back");
    }
  }

  @Test
  void the_flows_of_the_quick_start_are_drawn(@TempDir Path folder) throws IOException {
    try (FlowEngine engine = Pictures.open(SharedPython.RUNTIME)) {
      Pictures.write(engine, folder);
    }
    assertThat(folder.resolve("Main Process.svg")).content().contains("calculate new value");
    assertThat(folder.resolve("path of Fan Out.svg")).content().contains("taken");
  }

  @Test
  void a_flow_is_gone_through_line_by_line() {
    try (FlowEngine engine = StepThrough.open(SharedPython.RUNTIME)) {
      assertThat(StepThrough.run(engine))
          .containsExactly(
              "5 price=null",
              "6 price=36",
              "7 price=36",
              "8 price=36",
              "9 price=36",
              "ENDED_SUCCESS");
    }
  }

  @Test
  void a_listener_hears_statuses_and_log_lines_in_order() {
    assertThat(new Listening().run())
        .containsExactly(
            "greet is CREATED",
            "greet is SCHEDULED",
            "greet is RUNNING",
            "log: hello, Ada",
            "greet is ENDED_SUCCESS");
  }

  @Test
  void flows_import_modules_of_the_host() {
    assertThat(SharedModules.run()).containsEntry("total", "11.89");
  }

  @Test
  void a_folder_of_a_team_is_imported() {
    assertThat(TeamFolder.run()).containsEntry("most", 3L).containsEntry("day", "today");
  }

  @Test
  void an_engine_without_flows_sees_what_others_on_its_store_run() {
    assertThat(TwoEngines.run()).contains("packed in the shop");
  }

  @Test
  void a_failure_in_a_batch_stops_the_batches_after_it() {
    assertThat(RehearsedUpgrade.rehearse("E4").trace())
        .isEqualTo(
            "drain1 ; install1 ; undrain1"
                + " // [drain2 drain3 drain4] ; [install2 install3 install4!]");
  }
}
