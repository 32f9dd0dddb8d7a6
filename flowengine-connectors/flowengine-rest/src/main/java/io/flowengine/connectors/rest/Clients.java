package io.flowengine.connectors.rest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.flowengine.connector.ConnectorCall;
import io.flowengine.connector.TlsTrust;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The clients, one for each way to set up connections. Most hosts have one. Their threads are
 * virtual ones, but for the one of each client that looks at the sockets.
 */
final class Clients implements AutoCloseable {
  private static final int MOST = 64;

  /** What differs between clients. */
  private record Setup(@Nullable String cacert, boolean isVerified, Duration connectTimeout) {}

  private final Cache<Setup, HttpClient> clients =
      Caffeine.newBuilder()
          .maximumSize(MOST)
          .executor(Runnable::run)
          .evictionListener(
              (@Nullable Setup setup, @Nullable HttpClient client, RemovalCause cause) ->
                  shutdown(client))
          .build();

  private static void shutdown(@Nullable HttpClient client) {
    if (client != null) {
      client.shutdown();
    }
  }

  HttpClient client(ConnectorCall call) {
    Setup setup =
        new Setup(
            call.has("cacert") ? call.text("cacert") : null,
            call.flag("verify_ssl"),
            call.time("connect_timeout"));
    return clients.get(setup, Clients::make);
  }

  private static HttpClient make(Setup setup) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .followRedirects(HttpClient.Redirect.NEVER);
    if (!setup.connectTimeout.isZero()) {
      builder.connectTimeout(setup.connectTimeout);
    }
    return builder.sslContext(TlsTrust.of(setup.cacert, setup.isVerified).context()).build();
  }

  /** Lets calls under way come to their end; there are no new ones. */
  @Override
  public void close() {
    clients.asMap().values().forEach(Clients::shutdown);
    clients.invalidateAll();
  }
}
