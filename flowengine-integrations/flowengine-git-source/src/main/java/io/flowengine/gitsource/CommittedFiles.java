package io.flowengine.gitsource;

import static java.util.Objects.requireNonNull;

import io.flowengine.spi.ScriptFailedException;
import io.flowengine.spi.ScriptFile;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/** The files of one folder in one commit. They do not change. Thread-safe. */
final class CommittedFiles {
  private static final int SHORT = 10;

  private final ObjectId commit;
  private final String path;
  private final Map<String, byte[]> contents;
  private final Map<String, ScriptFile> decoded = new ConcurrentHashMap<>();

  private CommittedFiles(ObjectId commit, String path, Map<String, byte[]> contents) {
    this.commit = commit;
    this.path = path;
    this.contents = contents;
  }

  /**
   * Reads a folder. Links and submodules in it are left out.
   *
   * @throws IllegalArgumentException if the commit has no such folder
   */
  static CommittedFiles read(Repository repository, ObjectId id, String folder) throws IOException {
    try (RevWalk commits = new RevWalk(repository);
        TreeWalk files = new TreeWalk(repository)) {
      RevCommit commit = commits.parseCommit(id);
      files.addTree(folder.isEmpty() ? commit.getTree() : tree(repository, commit, folder));
      Map<String, byte[]> contents = new TreeMap<>();
      while (files.next()) {
        if (FileMode.REGULAR_FILE.equals(files.getRawMode(0))
            || FileMode.EXECUTABLE_FILE.equals(files.getRawMode(0))) {
          byte[] content = repository.open(files.getObjectId(0)).getBytes();
          contents.put(files.getPathString(), content);
        }
      }
      return new CommittedFiles(id.copy(), folder.isEmpty() ? "" : folder + "/", contents);
    }
  }

  private static ObjectId tree(Repository repository, RevCommit commit, String folder)
      throws IOException {
    try (TreeWalk found = TreeWalk.forPath(repository, folder, commit.getTree())) {
      if (found == null || !FileMode.TREE.equals(found.getRawMode(0))) {
        throw new IllegalArgumentException(
            "there is no folder '%s' in commit %s of %s"
                .formatted(folder, commit.name(), repository));
      }
      return found.getObjectId(0);
    }
  }

  ObjectId commit() {
    return commit;
  }

  Collection<String> names() {
    return contents.keySet();
  }

  /**
   * Finds a file.
   *
   * @throws ScriptFailedException if it is not UTF-8
   */
  Optional<ScriptFile> find(String name) {
    return contents.containsKey(name)
        ? Optional.of(decoded.computeIfAbsent(name, this::decode))
        : Optional.empty();
  }

  private ScriptFile decode(String name) {
    String place = path + name + "@" + commit.name().substring(0, SHORT);
    return ScriptFile.decode(place, requireNonNull(contents.get(name)));
  }
}
