package io.flowengine.connectors.git;

import io.flowengine.connector.ConnectorCall;
import org.eclipse.jgit.lib.EmptyProgressMonitor;

/** Has a transfer stop when its connection is cancelled. */
final class CancelMonitor extends EmptyProgressMonitor {
  private final ConnectorCall call;

  CancelMonitor(ConnectorCall call) {
    this.call = call;
  }

  @Override
  public boolean isCancelled() {
    return call.isCancelled();
  }
}
