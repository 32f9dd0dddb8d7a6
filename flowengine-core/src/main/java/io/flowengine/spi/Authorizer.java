package io.flowengine.spi;

import java.util.Optional;

/**
 * The access policy of the host: decides what executions may do, by their roles. Asked each time a
 * flow makes a call for the first time, never for what a replay finds in the journal. Called by the
 * threads of flows, many at a time; may block, which delays that call only.
 */
@FunctionalInterface
public interface Authorizer {
  /** Allows everything. */
  Authorizer ALLOW_ALL = request -> Optional.empty();

  /**
   * Decides.
   *
   * @param request who wants to do what
   * @return why not; empty if it is allowed. The flow gets {@code PermissionDenied} with this
   *     reason
   */
  Optional<String> refusal(AccessRequest request);
}
