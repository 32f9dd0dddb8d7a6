package io.flowengine.connectors.git;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/** A repository with a branch {@code develop}, and a server of smart HTTP in front of it. */
final class Repositories implements AutoCloseable {
  static final String USER = "me";
  static final String PASSWORD = "hunter2/hunter2+hunter2";
  static final PersonIdent AUTHOR =
      new PersonIdent(
          "Ada", "ada@example.org", Instant.parse("2026-12-01T08:00:00Z"), ZoneOffset.UTC);

  private final Path bare;
  private final HttpServer server;
  private final AtomicInteger asked = new AtomicInteger();
  private final Queue<String> cookies = new ConcurrentLinkedQueue<>();

  private Repositories(Path bare, HttpServer server) {
    this.bare = bare;
    this.server = server;
  }

  /** Makes it below a folder. */
  static Repositories in(Path folder, Map<String, byte[]> files)
      throws IOException, GitAPIException {
    Path work = folder.resolve("work");
    Path bare = folder.resolve("repo.git");
    try (Git git = Git.init().setDirectory(work.toFile()).setInitialBranch("develop").call()) {
      git.getRepository().getConfig().setInt("core", null, "compression", 0); // noise stays large
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path path = work.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.write(path, file.getValue());
      }
      git.add().addFilepattern(".").call();
      git.commit()
          .setMessage("First\n\nmore\n")
          .setAuthor(AUTHOR)
          .setCommitter(AUTHOR)
          .setSign(false)
          .call();
      git.tag().setName("v1").setMessage("one").setTagger(AUTHOR).setSigned(false).call();
    }
    Git.cloneRepository()
        .setURI(work.toUri().toString())
        .setBare(true)
        .setCloneAllBranches(true)
        .setDirectory(bare.toFile())
        .call()
        .close();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Repositories repositories = new Repositories(bare, server);
    repositories.serve(server);
    return repositories;
  }

  private void serve(HttpServer added) {
    added.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    added.createContext("/open.git", exchange -> serve(exchange, false));
    added.createContext("/closed.git", exchange -> serve(exchange, true));
    added.createContext("/away.git", Repositories::redirect);
    added.start();
  }

  /** Serves them over HTTPS too; gives the server, to be stopped. */
  HttpsServer serve(SSLContext tls) throws IOException {
    HttpsServer added =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    added.setHttpsConfigurator(new HttpsConfigurator(tls));
    serve(added);
    return added;
  }

  Path folder() {
    return bare;
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  Queue<String> cookies() {
    return cookies;
  }

  /** How often somebody has begun to read from it. */
  int asked() {
    return asked.get();
  }

  private static void redirect(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange
          .getResponseHeaders()
          .set("Location", "http://169.254.169.254/x.git/info/refs?service=git-upload-pack");
      exchange.sendResponseHeaders(302, -1);
    }
  }

  private void serve(HttpExchange exchange, boolean isClosed) throws IOException {
    try (exchange;
        Repository repository = Git.open(bare.toFile()).getRepository()) {
      String cookie = exchange.getRequestHeaders().getFirst("Cookie");
      if (cookie != null) {
        cookies.add(cookie);
      }
      if (isClosed && !isKnown(exchange)) {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      UploadPack pack = new UploadPack(repository);
      pack.setBiDirectionalPipe(false);
      if (exchange.getRequestURI().getPath().endsWith("/info/refs")) {
        asked.incrementAndGet();
        exchange
            .getResponseHeaders()
            .set("Content-Type", "application/x-git-upload-pack-advertisement");
        exchange.sendResponseHeaders(200, 0);
        PacketLineOut out = new PacketLineOut(exchange.getResponseBody());
        out.writeString("# service=git-upload-pack\n");
        out.end();
        pack.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(out));
      } else {
        exchange.getResponseHeaders().set("Content-Type", "application/x-git-upload-pack-result");
        exchange.sendResponseHeaders(200, 0);
        boolean isPacked = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        InputStream in = exchange.getRequestBody();
        OutputStream out = exchange.getResponseBody();
        pack.upload(isPacked ? new GZIPInputStream(in) : in, out, null);
      }
    }
  }

  private static boolean isKnown(HttpExchange exchange) {
    String pair =
        Base64.getEncoder()
            .encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    return ("Basic " + pair).equals(exchange.getRequestHeaders().getFirst("Authorization"));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
