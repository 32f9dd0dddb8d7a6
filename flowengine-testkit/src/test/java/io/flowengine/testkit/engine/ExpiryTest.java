package io.flowengine.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.FlowEngineBuilder;
import io.flowengine.execution.Execution;
import io.flowengine.execution.Query;
import io.flowengine.execution.RecordType;
import io.flowengine.flow.MessageRequest;
import io.flowengine.spi.Store;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Executions are removed some time after the end of their tree. */
@Timeout(30)
class ExpiryTest {
  private final VirtualTime time = VirtualTime.manual();
  private final Store store = FlowEngine.inMemoryStore();
  private FlowEngine engine = open(Duration.ofDays(7));

  private FlowEngine open(Duration retention) {
    FlowEngineBuilder builder =
        FlowEngine.builder()
            .environment(time.node())
            .store(store)
            .shutdown(Duration.ZERO)
            .flow("leaf", (system, self, inputs) -> null)
            .flow(
                "parent",
                (system, self, inputs) -> {
                  self.flow("leaf").run();
                  self.message(MessageRequest.text("subject", "text").withoutWaiting());
                  return null;
                })
            .flow(
                "slow",
                (system, self, inputs) -> {
                  self.sleep(Duration.ofDays(10));
                  return null;
                })
            .flow(
                "starter",
                (system, self, inputs) -> {
                  self.flow("slow").start();
                  return null;
                });
    return (retention == null ? builder : builder.retention(retention)).build();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private Execution start(String flow) {
    Execution execution = engine.flow(flow).start();
    time.settle();
    return execution;
  }

  private long count() {
    return engine.executions(Query.all()).items().size();
  }

  @Test
  void fa_173_a_tree_that_ended_long_enough_ago_is_removed_with_its_messages() {
    start("parent");
    assertThat(count()).isEqualTo(2);
    time.advance(Duration.ofDays(7).plusMinutes(2));

    assertThat(count()).isZero();
    assertThat(store.records(RecordType.MESSAGE, Query.all()).items()).isEmpty();
  }

  @Test
  void fa_173_it_is_kept_until_then() {
    start("parent");
    time.advance(Duration.ofDays(7).minusMinutes(2));

    assertThat(count()).isEqualTo(2);
  }

  @Test
  void fa_173_a_tree_with_something_that_goes_on_is_kept() {
    start("starter");
    time.advance(Duration.ofDays(9));
    assertThat(count()).isEqualTo(2);
    time.advance(Duration.ofDays(8).plusMinutes(2));

    assertThat(count()).isZero();
  }

  @Test
  void fa_173_executions_are_kept_for_ever_unless_the_host_says_otherwise() {
    engine.close();
    engine = open(null);
    start("parent");
    time.advance(Duration.ofDays(365));

    assertThat(count()).isEqualTo(2);
  }

  @Test
  void fa_32_the_key_of_a_removed_execution_can_be_used_again() {
    Execution first = engine.flow("leaf").idempotencyKey("k").start();
    time.settle();
    time.advance(Duration.ofDays(8));
    Execution second = engine.flow("leaf").idempotencyKey("k").start();
    time.settle();

    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(engine.flow("leaf").idempotencyKey("k").start().id()).isEqualTo(second.id());
  }
}
