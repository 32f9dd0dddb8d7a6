package io.flowengine.examples;

import io.flowengine.element.UnreachableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Servers of a database, each a process that this one starts, stops and asks over HTTP. */
final class DatabaseCluster implements AutoCloseable {
  /** A process, and where it listens. */
  private record Server(Process process, int port) {}

  /**
   * What a server says of itself.
   *
   * @param version its version
   * @param role {@code master} or {@code replica}
   * @param sessions {@code open} or {@code closed}
   * @param isHealthy whether it answers as it should
   */
  record State(String version, String role, String sessions, boolean isHealthy) {}

  private final Map<String, Server> servers = new ConcurrentHashMap<>();
  private final HttpClient client = HttpClient.newHttpClient();

  /** Starts a server and waits until it listens. */
  void start(String name, String version, String role) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classes(),
                DatabaseNode.class.getName(),
                name,
                version,
                role)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String port = out.readLine();
    if (port == null) {
      throw new IOException("server " + name + " has ended before it listened");
    }
    servers.put(name, new Server(process, Integer.parseInt(port)));
  }

  /** Where the class of the process is. */
  private static String classes() throws IOException {
    try {
      return Path.of(DatabaseNode.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IOException("the classes cannot be found", e);
    }
  }

  /** Stops a server and waits until its process has ended. */
  void stop(String name) throws InterruptedException {
    Server server = servers.remove(name);
    if (server != null) {
      server.process.destroy();
      int unused = server.process.waitFor();
    }
  }

  /** Asks a server for its state. */
  State state(String name) throws UnreachableException, InterruptedException {
    return ask(name, "");
  }

  /** Makes a server master or replica. */
  void role(String name, String role) throws UnreachableException, InterruptedException {
    State unused = ask(name, "role/" + role);
  }

  /** Opens or closes a server for sessions. */
  void sessions(String name, String state) throws UnreachableException, InterruptedException {
    State unused = ask(name, "sessions/" + state);
  }

  private State ask(String name, String path) throws UnreachableException, InterruptedException {
    Server server = servers.get(name);
    if (server == null) {
      throw new UnreachableException("server " + name + " does not run");
    }
    URI uri = URI.create("http://127.0.0.1:" + server.port + "/" + path);
    try {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(),
              HttpResponse.BodyHandlers.ofString());
      String[] words = answer.body().split(" ", -1);
      return new State(words[1], words[2], words[3], answer.statusCode() == 200);
    } catch (IOException e) {
      throw new UnreachableException("server " + name + " does not answer at " + uri, e);
    }
  }

  /** Stops all, without waiting for it. */
  @Override
  public void close() {
    servers.values().forEach(server -> server.process.destroy());
    servers.clear();
  }
}
