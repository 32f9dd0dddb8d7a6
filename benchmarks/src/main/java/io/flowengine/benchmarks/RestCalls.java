package io.flowengine.benchmarks;

import com.sun.net.httpserver.HttpServer;
import io.flowengine.connectors.rest.RestConnector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * 1,000 requests of one flow to a server in the same JVM; beside the same with a bare HttpClient,
 * on one thread, and on a virtual thread each. And how many platform threads 200 requests at once
 * hold that the server lets wait for a second.
 */
final class RestCalls implements Benchmark {
  private static final long WAIT_MILLIS = 1000;

  @Override
  public String name() {
    return "rest-calls";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    int calls = quick ? 1000 : 5000;
    HttpServer server = server();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    try (RestConnector rest = RestConnector.create();
        HttpClient bare = HttpClient.newHttpClient()) {
      CallTimes times = new CallTimes(rest);
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + "/quick"))
              .version(HttpClient.Version.HTTP_1_1)
              .build();
      Samples.Action send = () -> bare.send(request, BodyHandlers.ofString());
      double baseline = CallTimes.median(calls, send);
      double handedOver = CallTimes.handedOver(calls, send);
      double call = times.median(calls, Map.of("url", url + "/quick"));
      double threads = times.threadsOfManyAtOnce(Map.of("url", url + "/slow"));
      return List.of(
          new Figure(name(), "p50 of a call, vs HttpClient", call, "us", baseline),
          new Figure(
              name(), "p50 of a call, vs that on a virtual thread each", call, "us", handedOver),
          new Figure(
              name(), "platform threads more with 200 calls at once", threads, "threads", null));
    } finally {
      server.stop(0);
    }
  }

  private static HttpServer server() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    byte[] body = "{\"ok\": true}".getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          if (exchange.getRequestURI().getPath().equals("/slow")) {
            try {
              Thread.sleep(WAIT_MILLIS);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }
}
