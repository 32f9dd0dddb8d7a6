package io.flowengine.connectors.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.connector.OutboundPolicy;
import io.flowengine.execution.Execution;
import io.flowengine.testkit.FlowEngineExtension;
import io.flowengine.testkit.connector.CertificateAuthority;
import io.flowengine.testkit.rule.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A server that offers HTTP/2 gets it. */
@Rule("FA-178")
class RestHttp2Test {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int AT_ONCE = 20;
  private static final RestConnector REST = RestConnector.create();

  @TempDir static Path directory;
  private static CertificateAuthority authority;
  private static Server server;
  private static ServerConnector port;

  @RegisterExtension
  final FlowEngineExtension flows =
      FlowEngineExtension.builder()
          .engine(
              builder -> builder.connector(REST).outbound(OutboundPolicy.standard().openLoopback()))
          .flow(
              "main",
              (system, self, inputs) -> {
                List<Execution> all = new ArrayList<>();
                for (int i = 0; i < AT_ONCE; i++) {
                  all.add(self.connectTo("REST").inputs(inputs).start());
                }
                List<Object> answers = new ArrayList<>();
                for (Execution each : all) {
                  self.waitFor(each);
                  answers.add(each.outputs().get("text"));
                }
                return Map.of("answers", answers);
              })
          .build();

  @BeforeAll
  static void serve() throws Exception {
    authority = CertificateAuthority.in(directory);
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setSslContext(authority.issue("ip:127.0.0.1").context());
    HttpConfiguration config = new HttpConfiguration();
    ALPNServerConnectionFactory offered = new ALPNServerConnectionFactory();
    server = new Server();
    port =
        new ServerConnector(
            server,
            new SslConnectionFactory(tls, offered.getProtocol()),
            offered,
            new HTTP2ServerConnectionFactory(config),
            new HttpConnectionFactory(config));
    port.setHost("127.0.0.1");
    server.addConnector(port);
    server.setHandler(new SaysProtocol());
    server.start();
  }

  @AfterAll
  static void close() throws Exception {
    REST.close();
    server.stop();
  }

  /** Says by which protocol it was asked. */
  private static final class SaysProtocol extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      String protocol = request.getConnectionMetaData().getProtocol();
      Content.Sink.write(response, true, protocol, callback);
      return true;
    }
  }

  @Test
  void calls_at_once_share_a_connection_of_http_2() {
    Execution main =
        flows
            .engine()
            .flow("main")
            .input("url", "https://127.0.0.1:" + port.getLocalPort() + "/")
            .input("cacert", authority.pem())
            .start()
            .await(PATIENCE);

    assertThat((List<?>) main.outputs().get("answers"))
        .hasSize(AT_ONCE)
        .allMatch("HTTP/2.0"::equals);
    assertThat(port.getConnectedEndPoints()).hasSizeLessThan(AT_ONCE);
  }
}
