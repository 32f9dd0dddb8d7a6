package io.flowengine.element;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a flow over elements may take. What is not set is not bounded. Immutable.
 *
 * @param flow the run; then it ends TIMED_OUT and what runs is interrupted; null for no limit
 * @param batch each batch; then the run ends TIMED_OUT in the same way; null for no limit
 * @param element each element, from its first step on; then it fails; null for no limit
 */
public record FlowTimes(
    @Nullable Duration flow, @Nullable Duration batch, @Nullable Duration element) {
  static final FlowTimes UNBOUNDED = new FlowTimes(null, null, null);
}
