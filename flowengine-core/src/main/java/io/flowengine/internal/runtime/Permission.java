package io.flowengine.internal.runtime;

import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.RecordRef;
import io.flowengine.internal.argument.Errors;
import io.flowengine.internal.argument.Roles;
import io.flowengine.internal.node.Services;
import io.flowengine.spi.AccessRequest;
import io.flowengine.spi.AccessRequest.Access;

/** Asks the access policy of the host. */
final class Permission {
  private Permission() {}

  static void require(FlowRun run, Access access, RecordRef record) {
    require(run.services(), run.record(), access, record);
  }

  /** Raises {@code PermissionDenied} if the policy refuses. */
  static void require(Services services, ExecutionRecord by, Access access, RecordRef record) {
    AccessRequest request =
        new AccessRequest(
            access, record, by.id(), by.name(), Roles.of(by), by.attributes().projectId());
    services
        .extensions()
        .authorizer()
        .refusal(request)
        .ifPresent(
            reason -> {
              throw Errors.failed(
                  "PermissionDenied",
                  "execution "
                      + by.name()
                      + " with roles "
                      + request.roles()
                      + " must not "
                      + access.verb()
                      + " "
                      + record
                      + ": "
                      + reason);
            });
  }
}
