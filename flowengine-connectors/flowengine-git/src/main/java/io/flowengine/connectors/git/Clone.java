package io.flowengine.connectors.git;

import static java.util.Objects.requireNonNull;

import io.flowengine.connector.ConnectorCall;
import io.flowengine.connector.ConnectorException;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.eclipse.jgit.api.FetchCommand;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.util.FileUtils;
import org.jspecify.annotations.Nullable;

/** What a call reads of a repository, by a shallow clone in a temporary folder. */
final class Clone {
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
  private static final String LOCAL = "refs/heads/wanted";
  private static final String EVERYTHING = "refs/*";
  private static final int NAMED = 20;

  private final Remote remote;
  private final ConnectorCall call;

  Clone(Remote remote, ConnectorCall call) {
    this.remote = remote;
    this.call = call;
  }

  /** Reads something of a commit. */
  @FunctionalInterface
  private interface Reading {
    Map<String, @Nullable Object> of(Git git, RevCommit commit) throws IOException;
  }

  // ---------------------------------------------------------------- refs

  /** The ids of all refs. */
  Map<String, Object> refs() throws GitAPIException {
    Map<String, Object> refs = new TreeMap<>();
    listed().forEach((name, ref) -> refs.put(name, commit(ref).name()));
    return refs;
  }

  private Map<String, Ref> listed() throws GitAPIException {
    return remote.prepared(Git.lsRemoteRepository()).setRemote(remote.address()).callAsMap();
  }

  private static ObjectId commit(Ref ref) {
    ObjectId peeled = ref.getPeeledObjectId();
    return peeled == null ? requireNonNull(ref.getObjectId(), ref.getName()) : peeled;
  }

  /**
   * What to fetch for the ref of the call; servers give single commits by the names of refs only.
   */
  private String wanted() throws GitAPIException {
    String ref = call.text("ref");
    Map<String, Ref> listed = listed();
    for (String prefix : List.of("", Constants.R_HEADS, Constants.R_TAGS)) {
      if (listed.containsKey(prefix + ref)) {
        return prefix + ref;
      }
    }
    if (COMMIT.matcher(ref).matches()) {
      return EVERYTHING;
    }
    List<String> names = listed.keySet().stream().filter(name -> name.startsWith("refs/")).toList();
    throw ConnectorException.at(
        "UnknownRef",
        "find '" + ref + "' in",
        remote.place(),
        "it has " + (names.size() <= NAMED ? names : names.subList(0, NAMED) + " and others"),
        null);
  }

  // ---------------------------------------------------------------- a commit

  Map<String, @Nullable Object> metadata() throws GitAPIException, IOException {
    return read(
        (git, commit) -> {
          PersonIdent author = commit.getAuthorIdent();
          Map<String, @Nullable Object> outputs = new LinkedHashMap<>();
          outputs.put("commit_id", commit.name());
          outputs.put("author_name", author.getName());
          outputs.put("author_email", author.getEmailAddress());
          outputs.put("committer_name", commit.getCommitterIdent().getName());
          outputs.put("committer_email", commit.getCommitterIdent().getEmailAddress());
          outputs.put(
              "date_str",
              DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                  author.getWhenAsInstant().atZone(author.getZoneId())));
          outputs.put("message", commit.getFullMessage());
          return outputs;
        });
  }

  Map<String, @Nullable Object> files() throws GitAPIException, IOException {
    return read(
        (git, commit) -> {
          List<Object> files = new ArrayList<>();
          long size = 0;
          try (TreeWalk walk = new TreeWalk(git.getRepository())) {
            walk.addTree(commit.getTree());
            walk.setRecursive(true);
            while (walk.next()) {
              if (!FileMode.GITLINK.equals(walk.getFileMode())) {
                ObjectLoader file = walk.getObjectReader().open(walk.getObjectId(0));
                size += file.getSize();
                files.add(file(walk.getPathString(), file, size));
              }
            }
          }
          Map<String, @Nullable Object> outputs = new LinkedHashMap<>();
          outputs.put("files", files);
          outputs.put("commit_id", commit.name());
          return outputs;
        });
  }

  private Map<String, Object> file(String name, ObjectLoader file, long total) throws IOException {
    Map<String, Object> given = new LinkedHashMap<>();
    given.put("name", name);
    try (InputStream in = file.openStream()) {
      if (call.has("files_path")) {
        given.put("size", call.engine().save(stored(name), in));
      } else if (total > call.integer("max_size")) {
        throw new ConnectorException(
            "FilesTooLarge",
            "the files have more than "
                + call.integer("max_size")
                + " bytes; give files_path= to save them, or a larger max_size=");
      } else {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        in.transferTo(bytes);
        given.put("content", Base64.getEncoder().encodeToString(bytes.toByteArray()));
      }
    }
    return given;
  }

  private String stored(String name) {
    String path = call.text("files_path").replaceFirst("/+$", "");
    return path.isEmpty() || path.endsWith(":") ? path + name : path + "/" + name;
  }

  private Map<String, @Nullable Object> read(Reading reading) throws GitAPIException, IOException {
    String wanted = wanted();
    boolean isAll = wanted.equals(EVERYTHING);
    Path folder = Files.createTempDirectory("flowengine-git");
    try (Git git = Git.init().setBare(true).setDirectory(folder.toFile()).call()) {
      git.getRepository().getConfig().setInt("gc", null, "auto", 0); // it is deleted in a moment
      FetchCommand fetch =
          remote
              .prepared(git.fetch())
              .setRemote(remote.address())
              .setRefSpecs(new RefSpec("+" + wanted + ":" + (isAll ? EVERYTHING : LOCAL)))
              .setTagOpt(TagOpt.NO_TAGS)
              .setProgressMonitor(new CancelMonitor(call));
      if (!remote.isLocal() && !isAll) {
        fetch.setDepth(1);
      }
      fetch.call();
      try (RevWalk walk = new RevWalk(git.getRepository())) {
        String name = isAll ? call.text("ref") : LOCAL;
        return reading.of(git, walk.parseCommit(git.getRepository().resolve(name)));
      } catch (MissingObjectException e) {
        throw ConnectorException.at(
            "UnknownRef",
            "find",
            remote.place(),
            "no ref leads to the commit " + call.text("ref"),
            e);
      }
    } finally {
      delete(folder.toFile());
    }
  }

  private static void delete(File folder) throws IOException {
    FileUtils.delete(folder, FileUtils.RECURSIVE | FileUtils.RETRY | FileUtils.SKIP_MISSING);
  }
}
