package io.flowengine.testkit.engine;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import io.flowengine.execution.Filter;
import io.flowengine.execution.RecordType;
import io.flowengine.flow.FlowHandler;
import io.flowengine.resource.Resource;
import io.flowengine.spi.JournalEntry;
import io.flowengine.testkit.FlowEngineExtension;
import io.flowengine.testkit.rule.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Listings of more than one page, as flows in Java see them. */
@Rule("FA-88")
class ListingsTest {
  private static final int ALL = 1_001;

  @RegisterExtension final FlowEngineExtension flows = FlowEngineExtension.builder().build();

  private Execution run(FlowHandler handler) {
    flows.flow("list", handler);
    return flows.engine().flow("list").start().await(Duration.ofMinutes(1));
  }

  private static List<Resource> tags(io.flowengine.flow.FlowSystem system) {
    IntStream.range(0, ALL)
        .forEach(i -> system.resource(RecordType.TAG, "%04d".formatted(i)).save(Map.of()));
    return system.resources(RecordType.TAG, Filter.all(), "name");
  }

  @Test
  void every_index_of_a_listing_can_be_read_in_any_order() {
    Execution list =
        run(
            (system, self, inputs) -> {
              List<Resource> tags = tags(system);
              return List.of(tags.getLast().get("name"), tags.get(999).get("name"), tags.size());
            });
    assertThat(list).hasOutput("result", List.of("1000", "0999", (long) ALL));
  }

  @Test
  void the_body_of_a_step_can_read_on_in_a_listing() {
    Execution list =
        run(
            (system, self, inputs) -> {
              List<Resource> tags = tags(system);
              return self.step("last", String.class, step -> tags.getLast().ref().select());
            });
    assertThat(flows.engine().journal(list.id())).hasSize(ALL + 3);
    assertThat(list).succeeded();
  }

  @Test
  void reading_a_page_is_no_step() {
    Execution list =
        run(
            (system, self, inputs) -> {
              List<Resource> tags = tags(system);
              return tags.stream().map(Resource::ref).distinct().count();
            });
    assertThat(list).hasOutput("result", (long) ALL);
    assertThat(flows.engine().journal(list.id()).stream().map(JournalEntry::call))
        .filteredOn(call -> call.kind() == JournalEntry.Kind.READ)
        .extracting(JournalEntry.Call::name)
        .containsExactly("list", "list");
  }

  @Test
  void a_listing_cannot_be_changed_and_has_no_other_index() {
    Execution list =
        run(
            (system, self, inputs) -> {
              List<Resource> none = system.resources(RecordType.TAG, Filter.all());
              try {
                return none.get(0).get("name");
              } catch (IndexOutOfBoundsException e) {
                return e.getMessage();
              }
            });
    assertThat(list).hasOutput("result", "Index 0 out of bounds for length 0");
  }
}
