package io.flowengine.gitsource;

import static java.util.Objects.requireNonNull;

import io.flowengine.spi.ScriptFile;
import io.flowengine.spi.ScriptFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of scripts in a Git repository on this machine, as it is committed: what is edited in
 * the working tree and not committed does not run. To be given to the builder of an engine:
 *
 * {@snippet :
 * GitFolder flows = GitFolder.builder(Path.of("/srv/our-flows")).folder("flows").build();
 * FlowEngine engine = FlowEngine.builder().language(PythonFlows.create()).flows(flows).build();
 * }
 *
 * <p>Whoever moves the branch, by a commit, a pull or a checkout, changes the flows: the next start
 * sees all files of the new commit, never some of an old and some of a new one. Executions that run
 * keep the text they began with. This class reads only, and talks to no remote repository. If the
 * branch cannot be read any more, the last commit that could goes on to be used, and a warning is
 * logged. Thread-safe.
 */
public final class GitFolder implements ScriptFolder, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GitFolder.class);

  private final Repository repository;
  private final String ref;
  private final String folder;
  private volatile CommittedFiles files;
  private volatile boolean lost;

  private GitFolder(Repository repository, Builder builder) throws IOException {
    this.repository = repository;
    ref = builder.ref;
    folder = builder.folder;
    files = CommittedFiles.read(repository, head(), folder);
  }

  /**
   * Begins to describe a folder.
   *
   * @param repository the working tree, or the repository itself if it is bare
   * @return a builder; it takes the commit that is checked out, and its topmost folder
   */
  public static Builder builder(Path repository) {
    return new Builder(repository);
  }

  @Override
  public Optional<ScriptFile> read(String name) {
    return current().find(name);
  }

  @Override
  public Collection<String> files() {
    return current().names();
  }

  /** {@return the id of the commit whose files are used at this moment, 40 hexadecimal digits} */
  public String commit() {
    return current().commit().name();
  }

  private CommittedFiles current() {
    CommittedFiles known = files;
    try {
      ObjectId head = head();
      if (!head.equals(known.commit())) {
        known = CommittedFiles.read(repository, head, folder);
        files = known;
        LOG.info("flows of {} are those of {} {} now", repository, ref, head.name());
      }
      lost = false;
    } catch (IOException | IllegalArgumentException e) {
      if (!lost) {
        lost = true;
        LOG.warn("{} goes on with the flows of {}", repository, known.commit().name(), e);
      }
    }
    return known;
  }

  private ObjectId head() throws IOException {
    ObjectId head = repository.resolve(ref + "^{commit}");
    if (head == null) {
      throw new IllegalArgumentException(
          "'%s' is no branch, tag or commit of %s".formatted(ref, repository));
    }
    return head;
  }

  /** Lets the repository go. */
  @Override
  public void close() {
    repository.close();
  }

  /** Describes a folder. Not thread-safe. */
  public static final class Builder {
    private final Path repository;
    private String ref = "HEAD";
    private String folder = "";

    private Builder(Path repository) {
      this.repository = requireNonNull(repository, "repository");
    }

    /**
     * Sets which commit is used.
     *
     * @param name a branch, also of a remote ({@code origin/main}), a tag or the id of a commit;
     *     default {@code HEAD}, what is checked out
     * @return this
     */
    public Builder ref(String name) {
      ref = requireNonNull(name, "name");
      return this;
    }

    /**
     * Sets where in the repository the scripts are.
     *
     * @param path a path with slashes; default the topmost folder
     * @return this
     */
    public Builder folder(String path) {
      folder = requireNonNull(path, "path").replaceAll("^/+|/+$", "");
      return this;
    }

    /**
     * Opens the repository and reads the files.
     *
     * @return the folder; to be closed after the engine
     * @throws IllegalArgumentException if there is no repository, it has no such branch, tag or
     *     commit, or the commit has no such folder
     * @throws UncheckedIOException if the repository cannot be read
     */
    public GitFolder build() {
      FileRepositoryBuilder found =
          new FileRepositoryBuilder().setMustExist(true).findGitDir(repository.toFile());
      if (found.getGitDir() == null) {
        throw new IllegalArgumentException(repository + " is not in a Git repository");
      }
      try {
        Repository opened = found.build();
        try {
          return new GitFolder(opened, this);
        } catch (IOException | RuntimeException e) {
          opened.close();
          throw e;
        }
      } catch (IOException e) {
        throw new UncheckedIOException("the repository " + repository + " cannot be read", e);
      }
    }
  }
}
