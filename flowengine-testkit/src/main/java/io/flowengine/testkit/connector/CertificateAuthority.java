package io.flowengine.testkit.connector;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * An authority that issues certificates for servers of tests, by the keytool of the JDK. What it
 * makes is kept in a folder of the test. Not thread-safe.
 */
public final class CertificateAuthority {
  private static final String PASSWORD = "changeit";
  private static final String STORE = "store.p12";
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private final Path directory;
  private int issued;

  private CertificateAuthority(Path directory) {
    this.directory = directory;
  }

  /**
   * What a server shows.
   *
   * @param certificate its certificate in PEM
   * @param key its private key in PEM (PKCS #8)
   * @param context both, for servers of Java
   */
  public record Identity(String certificate, String key, SSLContext context) {}

  /**
   * Makes an authority.
   *
   * @param directory an empty folder
   * @return the authority
   * @throws UncheckedIOException if the folder cannot be written to
   */
  public static CertificateAuthority in(Path directory) {
    CertificateAuthority authority = new CertificateAuthority(directory);
    authority.keytool(
        "-genkeypair", "-alias", "ca", "-keyalg", "EC", "-dname", "CN=Authority", "-ext", "bc:c");
    authority.keytool("-exportcert", "-alias", "ca", "-rfc", "-file", "ca.pem");
    return authority;
  }

  /** {@return its own certificate in PEM, which clients that trust it are given} */
  public String pem() {
    try {
      return Files.readString(directory.resolve("ca.pem"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Issues a certificate for a server.
   *
   * @param name the name of the server as keytool has it: {@code dns:example.org} or {@code
   *     ip:127.0.0.1}
   * @return the certificate and its key
   */
  public Identity issue(String name) {
    String alias = "server" + issued++;
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
    char[] password = PASSWORD.toCharArray();
    try (InputStream in = Files.newInputStream(directory.resolve(STORE))) {
      KeyStore all = KeyStore.getInstance("PKCS12");
      all.load(in, password);
      Key key = all.getKey(alias, password);
      Certificate[] chain = all.getCertificateChain(alias);
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(null, null);
      own.setKeyEntry(alias, key, password, chain);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return new Identity(
          pem("CERTIFICATE", chain[0].getEncoded()), pem("PRIVATE KEY", key.getEncoded()), context);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the certificate of " + name + " cannot be read", e);
    }
  }

  private static String pem(String kind, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(kind, LINES.encodeToString(content), kind);
  }

  private void keytool(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", STORE, "-storepass", PASSWORD));
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("keytool: " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while keytool was at work", e);
    }
  }
}
