package io.flowengine.connectors.rest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An authority that issues certificates for servers of tests, by the keytool of the JDK. */
final class CertificateAuthority {
  private static final String PASSWORD = "changeit";
  private static final String STORE = "store.p12";

  private final Path directory;

  private CertificateAuthority(Path directory) {
    this.directory = directory;
  }

  static CertificateAuthority in(Path directory) throws IOException, InterruptedException {
    CertificateAuthority authority = new CertificateAuthority(directory);
    authority.keytool(
        "-genkeypair", "-alias", "ca", "-keyalg", "EC", "-dname", "CN=Authority", "-ext", "bc:c");
    authority.keytool("-exportcert", "-alias", "ca", "-rfc", "-file", "ca.pem");
    return authority;
  }

  String pem() {
    try {
      return Files.readString(directory.resolve("ca.pem"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Issues a certificate for a server. */
  SSLContext contextOf(String name)
      throws IOException, InterruptedException, GeneralSecurityException {
    String alias = name.replaceAll("[^a-z0-9]", "");
    keytool(
        "-genkeypair",
        "-alias",
        alias,
        "-keyalg",
        "EC",
        "-dname",
        "CN=" + alias,
        "-signer",
        "ca",
        "-ext",
        "san=" + name);
    KeyStore all = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(directory.resolve(STORE))) {
      all.load(in, PASSWORD.toCharArray());
    }
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    own.setKeyEntry(
        alias,
        all.getKey(alias, PASSWORD.toCharArray()),
        PASSWORD.toCharArray(),
        all.getCertificateChain(alias));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", STORE, "-storepass", PASSWORD));
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError("keytool: " + said);
    }
  }
}
