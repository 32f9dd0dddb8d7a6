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
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TagBuilder;
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
    Path bare = folder.resolve("repo.git");
    try (Git git =
        Git.init().setBare(true).setDirectory(bare.toFile()).setInitialBranch("develop").call()) {
      write(git.getRepository(), files);
    }
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Repositories repositories = new Repositories(bare, server);
    repositories.serve(server);
    return repositories;
  }

  /** Writes a commit and a tag; without a working copy, for that takes each file twice. */
  private static void write(Repository repository, Map<String, byte[]> files) throws IOException {
    repository.getConfig().setInt("core", null, "compression", 0); // noise stays large
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      DirCache cache = DirCache.newInCore();
      DirCacheBuilder builder = cache.builder();
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        DirCacheEntry entry = new DirCacheEntry(file.getKey());
        entry.setFileMode(FileMode.REGULAR_FILE);
        entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, file.getValue()));
        builder.add(entry);
      }
      builder.finish();
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(cache.writeTree(inserter));
      commit.setAuthor(AUTHOR);
      commit.setCommitter(AUTHOR);
      commit.setMessage("First\n\nmore\n");
      ObjectId first = inserter.insert(commit);
      TagBuilder tag = new TagBuilder();
      tag.setTag("v1");
      tag.setTagger(AUTHOR);
      tag.setMessage("one");
      tag.setObjectId(first, Constants.OBJ_COMMIT);
      ObjectId one = inserter.insert(tag);
      inserter.flush();
      point(repository, "refs/heads/develop", first);
      point(repository, "refs/tags/v1", one);
    }
  }

  private static void point(Repository repository, String ref, ObjectId at) throws IOException {
    RefUpdate update = repository.updateRef(ref);
    update.setNewObjectId(at);
    if (update.update() != RefUpdate.Result.NEW) {
      throw new IOException(ref + ": " + update.getResult());
    }
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
