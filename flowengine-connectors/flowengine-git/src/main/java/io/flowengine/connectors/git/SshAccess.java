package io.flowengine.connectors.git;

import io.flowengine.connector.ConnectorCall;
import io.flowengine.execution.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.eclipse.jgit.util.FileUtils;
import org.jspecify.annotations.Nullable;

/** SSH with the key and the host key of a call; files and agents of the machine do not count. */
final class SshAccess implements AutoCloseable {
  private final Path home;
  private final HostKeys hostKeys;
  private final SshdSessionFactory sessions;

  private SshAccess(Path home, HostKeys hostKeys, List<KeyPair> keys) {
    this.home = home;
    this.hostKeys = hostKeys;
    this.sessions =
        new SshdSessionFactoryBuilder()
            .setHomeDirectory(home.toFile())
            .setSshDirectory(home.resolve(".ssh").toFile())
            .setConfigStoreFactory((folder, config, user) -> null)
            .setDefaultKnownHostsFiles(folder -> List.of())
            .setDefaultIdentities(folder -> List.of())
            .setDefaultKeysProvider(folder -> keys)
            .setPreferredAuthentications(keys.isEmpty() ? "password" : "publickey,password")
            .setServerKeyDatabase((File folder, File ssh) -> hostKeys)
            .setConnectorFactory(null)
            .build(null);
  }

  static SshAccess of(ConnectorCall call) throws IOException {
    HostKeys hostKeys =
        HostKeys.of(
            call.has("ssh_hostkey") ? call.text("ssh_hostkey") : "", call.flag("verify_hostkey"));
    List<KeyPair> keys = call.has("ssh_key") ? keys(call.text("ssh_key")) : List.of();
    return new SshAccess(Files.createTempDirectory("flowengine-ssh"), hostKeys, keys);
  }

  private static List<KeyPair> keys(String text) {
    try (InputStream in =
        new ByteArrayInputStream((text.strip() + "\n").getBytes(StandardCharsets.UTF_8))) {
      List<KeyPair> keys = new ArrayList<>();
      Iterable<KeyPair> found =
          SecurityUtils.loadKeyPairIdentities(null, NamedResource.ofName("ssh_key"), in, null);
      if (found != null) {
        found.forEach(keys::add);
      }
      if (!keys.isEmpty()) {
        return keys;
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new InvalidInputException(
          "input 'ssh_key' must be a private key without a passphrase, and cannot be read as one");
    }
    throw new InvalidInputException("input 'ssh_key' must be a private key, and has none in it");
  }

  SshSessionFactory sessions() {
    return sessions;
  }

  /** Why the key of the server was refused; null if it was not. */
  @Nullable String refusal() {
    return hostKeys.refusal();
  }

  @Override
  public void close() throws IOException {
    sessions.close();
    FileUtils.delete(home.toFile(), FileUtils.RECURSIVE | FileUtils.RETRY | FileUtils.SKIP_MISSING);
  }
}
