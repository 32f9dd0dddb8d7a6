package io.flowengine.connectors.git;

import io.flowengine.connector.ConnectorCall;
import io.flowengine.connector.TlsTrust;
import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.security.GeneralSecurityException;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnectionFactory;
import org.jspecify.annotations.Nullable;

/** Connections over HTTP; each one, of a redirect too, is looked at by the outbound policy. */
final class CheckedConnections implements HttpConnectionFactory {
  private final HttpConnectionFactory jdk = new JDKHttpConnectionFactory();
  private final ConnectorCall call;
  private final URIish address;
  private final TlsTrust trust;

  CheckedConnections(ConnectorCall call, URIish address) {
    this.call = call;
    this.address = address;
    this.trust =
        TlsTrust.of(call.has("cacert") ? call.text("cacert") : null, call.flag("verify_ssl"));
  }

  @Override
  public HttpConnection create(URL url) throws IOException {
    return create(url, null);
  }

  @Override
  public HttpConnection create(URL url, @Nullable Proxy proxy) throws IOException {
    int port = url.getPort() < 0 ? url.getDefaultPort() : url.getPort();
    call.engine().reach(url.getHost(), port);
    HttpConnection connection = proxy == null ? jdk.create(url) : jdk.create(url, proxy);
    if ("https".equals(url.getProtocol()) && !trust.isUsual()) {
      trust(connection);
    }
    if (call.has("httpCookie") && url.getHost().equals(address.getHost())) {
      connection.setRequestProperty("Cookie", call.text("httpCookie"));
    }
    return connection;
  }

  private void trust(HttpConnection connection) throws IOException {
    try {
      connection.configure(null, trust.managers(), null);
      if (!call.flag("verify_ssl")) {
        connection.setHostnameVerifier((name, session) -> true);
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("this JVM has no TLS", e);
    }
  }
}
