package io.flowengine.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.execution.ExecutionId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DueCallsTest {
  private static final ExecutionId ONE = ExecutionId.of(1, 1);
  private static final ExecutionId TWO = ExecutionId.of(2, 2);
  private static final ExecutionId THREE = ExecutionId.of(3, 3);

  private final List<List<ExecutionId>> claims = new ArrayList<>();

  @Test
  void a_call_is_claimed_at_once() {
    new DueCalls(claims::add).due(ONE);

    assertThat(claims).containsExactly(List.of(ONE));
  }

  @Test
  void what_is_called_while_somebody_claims_is_claimed_together_afterwards() {
    DueCalls[] calls = new DueCalls[1];
    calls[0] =
        new DueCalls(
            due -> {
              claims.add(due);
              if (claims.size() == 1) {
                calls[0].due(TWO);
                calls[0].due(THREE);
              }
            });
    calls[0].due(ONE);

    assertThat(claims).containsExactly(List.of(ONE), List.of(TWO, THREE));
  }

  @Test
  void a_claim_that_fails_does_not_keep_later_ones_from_being_made() {
    DueCalls calls =
        new DueCalls(
            due -> {
              claims.add(due);
              if (claims.size() == 1) {
                throw new IllegalStateException("no store");
              }
            });

    assertThatThrownBy(() -> calls.due(ONE)).isInstanceOf(IllegalStateException.class);
    calls.due(List.of(TWO, THREE));
    assertThat(claims).containsExactly(List.of(ONE), List.of(TWO, THREE));
  }
}
