package io.flowengine.connectors.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.UploadPack;

/** A server of SSH that gives one repository. */
final class GitSshServer implements AutoCloseable {
  private final SshServer server;
  private final KeyPair hostKey;
  private final KeyPair userKey;

  private GitSshServer(SshServer server, KeyPair hostKey, KeyPair userKey) {
    this.server = server;
    this.hostKey = hostKey;
    this.userKey = userKey;
  }

  static GitSshServer of(Path repository) throws IOException, GeneralSecurityException {
    KeyPair hostKey = key();
    KeyPair userKey = key();
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setPublickeyAuthenticator(
        (user, key, session) -> KeyUtils.compareKeys(key, userKey.getPublic()));
    server.setPasswordAuthenticator(
        (user, password, session) ->
            user.equals(Repositories.USER) && password.equals(Repositories.PASSWORD));
    server.setCommandFactory((channel, command) -> new Upload(repository));
    server.start();
    return new GitSshServer(server, hostKey, userKey);
  }

  private static KeyPair key() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  String url() {
    return "ssh://me@127.0.0.1:" + server.getPort() + "/repo.git";
  }

  /** The private key of the user, in PEM. */
  String userKey() {
    String encoded =
        Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(userKey.getPrivate().getEncoded());
    return "-----BEGIN PRIVATE KEY-----\n" + encoded + "\n-----END PRIVATE KEY-----\n";
  }

  String hostKey() {
    StringBuilder entry = new StringBuilder();
    try {
      PublicKeyEntry.appendPublicKeyEntry(entry, hostKey.getPublic());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return entry.toString();
  }

  String fingerprint() {
    return KeyUtils.getFingerPrint(hostKey.getPublic());
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
  }

  /** Gives the repository, whatever is asked for. */
  private static final class Upload implements Command {
    private final Path repository;
    private InputStream in;
    private OutputStream out;
    private OutputStream err;
    private ExitCallback exit;

    Upload(Path repository) {
      this.repository = repository;
    }

    @Override
    public void setInputStream(InputStream given) {
      in = given;
    }

    @Override
    public void setOutputStream(OutputStream given) {
      out = given;
    }

    @Override
    public void setErrorStream(OutputStream given) {
      err = given;
    }

    @Override
    public void setExitCallback(ExitCallback given) {
      exit = given;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
      Thread unused = Thread.ofVirtual().start(this::serve);
    }

    private void serve() {
      try (Repository open = Git.open(repository.toFile()).getRepository()) {
        new UploadPack(open).upload(in, out, err);
        out.flush();
        exit.onExit(0);
      } catch (IOException e) {
        exit.onExit(1, e.getMessage());
      }
    }

    @Override
    public void destroy(ChannelSession channel) {}
  }
}
