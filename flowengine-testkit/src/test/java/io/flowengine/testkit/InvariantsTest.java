package io.flowengine.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.flow.FlowHandler;
import io.flowengine.spi.Store;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** The checks after each test find what is wrong. */
class InvariantsTest {

  /** What a test comes to that is run with an extension of its own. */
  private static Throwable run(
      FlowEngineExtension.Builder builder, Consumer<FlowEngineExtension> test) {
    FlowEngineExtension extension = builder.build();
    ExtensionContext context = PretendedTest.context();
    extension.beforeEach(context);
    test.accept(extension);
    try {
      extension.afterEach(context);
      return null;
    } catch (AssertionError e) {
      return e;
    }
  }

  private static final FlowHandler NOTHING = (system, self, inputs) -> null;

  @Test
  void nothing_is_found_where_nothing_is_wrong() {
    assertThat(
            run(
                FlowEngineExtension.builder().flow("flow", NOTHING),
                flows -> flows.engine().flow("flow").start().await(Duration.ofSeconds(10))))
        .isNull();
  }

  @Test
  void a_flow_that_goes_another_way_on_replay_is_found() {
    AtomicInteger runs = new AtomicInteger();
    FlowHandler changing =
        (system, self, inputs) -> {
          self.log("run " + runs.incrementAndGet());
          return null;
        };
    Consumer<FlowEngineExtension> test =
        flows -> flows.engine().flow("flow").start().await(Duration.ofSeconds(10));
    assertThat(run(FlowEngineExtension.builder().flow("flow", changing), test))
        .hasMessageContaining("the replay of flow")
        .hasMessageContaining("PAUSED");
    assertThat(run(FlowEngineExtension.builder().flow("flow", changing).withoutReplay(), test))
        .isNull();
  }

  @Test
  void an_unexpected_warning_is_found() {
    Consumer<FlowEngineExtension> warning =
        flows -> LoggerFactory.getLogger("io.flowengine.some").warn("oh dear");
    assertThat(run(FlowEngineExtension.builder(), warning))
        .hasMessageContaining("unexpected in the log: WARN oh dear");
  }

  @Test
  void an_expected_warning_must_come() {
    Consumer<FlowEngineExtension> warning =
        flows -> LoggerFactory.getLogger("io.flowengine.some").warn("oh dear");
    Consumer<FlowEngineExtension> expecting = flows -> flows.expectWarning("oh dear");
    assertThat(run(FlowEngineExtension.builder(), warning.andThen(expecting))).isNull();
    assertThat(run(FlowEngineExtension.builder(), expecting))
        .hasMessageContaining("expected in the log, but not there: oh dear");
  }

  @Test
  void a_lost_wake_up_is_found() {
    FlowHandler parent =
        (system, self, inputs) -> {
          self.waitFor(self.flow("child").start());
          return null;
        };
    FlowHandler child =
        (system, self, inputs) -> {
          self.sleep(Duration.ofSeconds(1));
          return null;
        };
    FlowEngineExtension.Builder builder =
        FlowEngineExtension.builder()
            .flow("parent", parent)
            .flow("child", child)
            .time(VirtualTime::manual)
            .store(() -> new Forgetful(FlowEngine.inMemoryStore()));
    assertThat(
            run(
                builder,
                flows -> {
                  Execution unused = flows.engine().flow("parent").start();
                  flows.time().advance(Duration.ofMinutes(2));
                }))
        .hasMessageContaining("a wake-up was lost");
  }

  /** Loses what executions wait for. */
  private static final class Forgetful extends ForwardingStore {
    Forgetful(Store store) {
      super(store);
    }

    @Override
    public io.flowengine.spi.CommitResult commit(
        io.flowengine.spi.Commit commit, java.time.Instant now) {
      if (commit.release() != null && !commit.release().waitsFor().executions().isEmpty()) {
        commit.release(io.flowengine.spi.Wait.NOTHING, null);
      }
      return super.commit(commit, now);
    }
  }

  @Test
  void the_story_of_a_store_names_all_executions() {
    Store store = FlowEngine.inMemoryStore();
    VirtualTime time = VirtualTime.automatic();
    try (FlowEngine engine =
        FlowEngine.builder().store(store).environment(time).flow("flow", NOTHING).build()) {
      List.of("one", "two")
          .forEach(name -> engine.flow("flow").name(name).start().await(Duration.ofSeconds(10)));
    }
    assertThat(Story.of(store, time.now()))
        .contains("1 one  ENDED_SUCCESS", "1 two  ENDED_SUCCESS");
  }
}
