package io.flowengine.connectors.git;

import io.flowengine.connector.ConnectorCall;
import io.flowengine.connector.ConnectorException;
import io.flowengine.execution.InvalidInputException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.eclipse.jgit.api.TransportCommand;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/** The other side: where it is, how one gets there, and what its refusals mean. */
final class Remote implements AutoCloseable {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;
  private static final int SSH = 22;

  private final ConnectorCall call;
  private final URIish address;
  private final @Nullable SshAccess ssh;

  private Remote(ConnectorCall call, URIish address, @Nullable SshAccess ssh) {
    this.call = call;
    this.address = address;
    this.ssh = ssh;
  }

  /** Reads the inputs, and refuses what the host does not allow. */
  static Remote of(ConnectorCall call, List<Path> local) throws IOException {
    URIish address = parsed(call.text("repository_url"));
    if (address.getScheme() == null && address.getHost() != null) {
      address = address.setScheme("ssh");
    }
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    switch (scheme) {
      case "http", "https" -> call.engine().reach(address.getHost(), port(address));
      case "ssh" -> {
        call.engine().reach(address.getHost(), port(address));
        if (address.getUser() == null) {
          address = address.setUser(call.has("username") ? call.text("username") : "git");
        }
        return new Remote(call, address, SshAccess.of(call));
      }
      case "file" -> requireOpen(address, local);
      default ->
          throw new InvalidInputException(
              "input 'repository_url'",
              "must begin with https://, http:// or ssh://, or be like git@host:path",
              call.text("repository_url"));
    }
    return new Remote(call, address, null);
  }

  private static URIish parsed(String url) {
    try {
      return new URIish(url.strip());
    } catch (URISyntaxException e) {
      throw new InvalidInputException(
          "input 'repository_url'", "is no address (" + e.getReason() + ")", url);
    }
  }

  private static void requireOpen(URIish address, List<Path> local) throws IOException {
    Path asked = Path.of(address.getPath()).toAbsolutePath().normalize();
    Path real = Files.exists(asked) ? asked.toRealPath() : asked;
    for (Path folder : local) {
      if (real.startsWith(Files.exists(folder) ? folder.toRealPath() : folder)) {
        return;
      }
    }
    throw ConnectorException.at(
        "OutboundRefused",
        "open",
        address.getPath(),
        "it is on the disk of the host application, which opens folders with"
            + " GitConnector.localRepositories(...)",
        null);
  }

  private static int port(URIish address) {
    if (address.getPort() > 0) {
      return address.getPort();
    }
    return switch (String.valueOf(address.getScheme())) {
      case "http" -> HTTP;
      case "https" -> HTTPS;
      default -> SSH;
    };
  }

  boolean isLocal() {
    return "file".equals(address.getScheme());
  }

  /** The address as JGit takes it. */
  String address() {
    return address.toString();
  }

  /** How messages name it. */
  String place() {
    return isLocal()
        ? address.getPath()
        : address.getHost() + ":" + port(address) + "/" + address.getPath().replaceFirst("^/", "");
  }

  /** Tells a command how to get there. */
  <C extends TransportCommand<C, ?>> C prepared(C command) {
    return command
        .setTimeout((int) Math.max(1, call.time("read_timeout").toSeconds()))
        .setCredentialsProvider(new Credentials(call, address))
        .setTransportConfigCallback(this::configure);
  }

  private void configure(Transport transport) {
    if (transport instanceof TransportHttp http) {
      http.setHttpConnectionFactory(new CheckedConnections(call, address));
    } else if (transport instanceof SshTransport tunnel && ssh != null) {
      tunnel.setSshSessionFactory(ssh.sessions());
    }
  }

  /** What went wrong, in the words of the other side. */
  Exception failure(Exception failure) {
    if (call.isCancelled()) {
      return new InterruptedException("cancelled");
    }
    if (failure instanceof ConnectorException || failure instanceof InvalidInputException) {
      return failure;
    }
    String refusal = ssh == null ? null : ssh.refusal();
    if (refusal != null) {
      return ConnectorException.at("HostKeyError", "trust", place(), refusal, failure);
    }
    return GitFailures.of(place(), failure);
  }

  @Override
  public void close() throws IOException {
    if (ssh != null) {
      ssh.close();
    }
  }
}
