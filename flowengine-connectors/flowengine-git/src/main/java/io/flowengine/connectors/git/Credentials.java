package io.flowengine.connectors.git;

import io.flowengine.connector.ConnectorCall;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;

/** Name and password of a call, for the host of its address only. */
final class Credentials extends CredentialsProvider {
  private final ConnectorCall call;
  private final URIish address;

  Credentials(ConnectorCall call, URIish address) {
    this.call = call;
    this.address = address;
  }

  /** {@return true, for JGit asks no others for passwords of SSH; nobody is really asked} */
  @Override
  public boolean isInteractive() {
    return true;
  }

  @Override
  public boolean supports(CredentialItem... items) {
    return true;
  }

  @Override
  public boolean get(URIish asking, CredentialItem... items) {
    if (!address.getHost().equals(asking.getHost()) || !call.has("password")) {
      return false;
    }
    for (CredentialItem item : items) {
      switch (item) {
        case CredentialItem.Username name -> name.setValue(name());
        case CredentialItem.Password password ->
            password.setValue(call.text("password").toCharArray());
        case CredentialItem.StringType text -> text.setValue(call.text("password"));
        case CredentialItem.InformationalMessage words -> {}
        default -> {
          return false;
        }
      }
    }
    return true;
  }

  private String name() {
    if (call.has("username")) {
      return call.text("username");
    }
    return address.getUser() == null ? "git" : address.getUser();
  }
}
