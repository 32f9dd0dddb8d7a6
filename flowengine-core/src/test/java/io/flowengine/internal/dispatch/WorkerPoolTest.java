package io.flowengine.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionRecord.Attributes;
import io.flowengine.execution.ExecutionRecord.Origin;
import io.flowengine.execution.ExecutionRecord.State;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.Value;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.runtime.Activation;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The stacks that stand by, when two of one execution overlap. */
class WorkerPoolTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final ExecutionId ID = ExecutionId.of("01900000-0000-7000-8000-000000000001");

  private final WorkerPool pool = new WorkerPool(Set.of("java"), 10, 10, true, false);
  private final Activation older = stack();
  private final Activation newer = stack();

  /** A stack of the same execution; nothing of the engine behind it is used here. */
  private static Activation stack() {
    Services nothing = new Services("node", null, null, null, null, null, null, null, null);
    ExecutionRecord record =
        new ExecutionRecord(
            ID,
            new Origin(ExecutionType.FLOW, "flow", "java", null, null, 1, NOW, null),
            new Attributes("flow", Value.EMPTY, 0, null, null, null, Value.EMPTY),
            new State(ExecutionStatus.RUNNING, null, null, Value.EMPTY, null, NOW, null));
    return Activation.created(nothing, null, record, true);
  }

  @Test
  void a_stack_that_stands_by_late_leaves_the_place_to_the_one_that_has_taken_it() {
    pool.park(older);
    assertThat(pool.unpark(ID)).isSameAs(older);
    pool.park(newer);
    assertThat(pool.standsBy(older, NOW)).isEmpty();
    assertThat(pool.unpark(ID)).isSameAs(newer);
  }

  @Test
  void a_stack_that_goes_on_takes_out_itself_only() {
    pool.park(newer);
    pool.unpark(older);
    assertThat(pool.isParked(ID)).isTrue();
    pool.unpark(newer);
    assertThat(pool.isParked(ID)).isFalse();
  }

  @Test
  void closing_takes_out_all_stacks_also_those_that_come_later() {
    pool.park(older);
    assertThat(pool.close()).containsExactly(older);
    assertThat(pool.standsBy(newer, NOW)).containsExactly(newer);
  }
}
