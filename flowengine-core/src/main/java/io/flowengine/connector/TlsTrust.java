package io.flowengine.connector;

import io.flowengine.execution.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificates a connector takes when it talks TLS: those of the authorities that the JVM
 * knows, those of authorities of the call, or those of everybody. Immutable and thread-safe.
 *
 * <p>The inputs that say so are {@link Input#certificates} and a flag, see {@link #of}.
 */
public final class TlsTrust {
  private static final TlsTrust USUAL = new TlsTrust(null);
  private static final TlsTrust EVERYBODY = new TlsTrust(new TrustManager[] {new Everybody()});

  private final TrustManager @Nullable [] managers;

  private TlsTrust(TrustManager @Nullable [] managers) {
    this.managers = managers;
  }

  /**
   * Reads what a call says.
   *
   * @param authorities certificates in PEM that are trusted in place of the usual; null for the
   *     usual
   * @param isVerified false to take any certificate, whatever name is on it
   * @return whom it trusts
   * @throws InvalidInputException if {@code authorities} has no certificates in PEM
   */
  public static TlsTrust of(@Nullable String authorities, boolean isVerified) {
    if (!isVerified) {
      return EVERYBODY;
    }
    return authorities == null ? USUAL : new TlsTrust(managers(authorities));
  }

  private static TrustManager[] managers(String authorities) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate certificate : certificates(authorities)) {
        store.setCertificateEntry("authority-" + store.size(), certificate);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new InvalidInputException(
          "authorities", "must be certificates in PEM (" + e.getMessage() + ")", "something else");
    }
  }

  private static Collection<? extends Certificate> certificates(String pem)
      throws CertificateException {
    Collection<? extends Certificate> certificates =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    if (certificates.isEmpty()) {
      throw new CertificateException("there is none");
    }
    return certificates;
  }

  /** The certificates of a text and nothing else of it, in PEM; null if it has none. */
  static @Nullable String plain(String pem) {
    StringBuilder plain = new StringBuilder();
    Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
    try {
      for (Certificate certificate : certificates(pem)) {
        plain.append("-----BEGIN CERTIFICATE-----\n");
        plain.append(lines.encodeToString(certificate.getEncoded()));
        plain.append("\n-----END CERTIFICATE-----\n");
      }
      return plain.toString();
    } catch (CertificateEncodingException e) {
      throw new AssertionError("what was read can be written", e);
    } catch (CertificateException e) {
      return null;
    }
  }

  /** {@return true if nothing was said, and libraries need not be told anything} */
  public boolean isUsual() {
    return managers == null;
  }

  /** {@return what libraries are told; null, for those of the JVM, if it is the usual} */
  public TrustManager @Nullable [] managers() {
    return managers == null ? null : managers.clone();
  }

  /** {@return a context for connections; that of the JVM if it is the usual} */
  public SSLContext context() {
    try {
      if (managers == null) {
        return SSLContext.getDefault();
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    }
  }

  /** Trusts everybody, whatever name is on the certificate. */
  private static final class Everybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
