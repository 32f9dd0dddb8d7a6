package io.flowengine.connectors.git;

import static java.util.Objects.requireNonNull;

import io.flowengine.connector.Connector;
import io.flowengine.connector.ConnectorCall;
import io.flowengine.connector.Inputs;
import io.flowengine.connector.Outputs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Connections of type GIT: reads the files, a commit or the refs of a repository, over HTTP, HTTPS
 * or SSH. It never writes to it. Repositories on the disk of the host application are refused
 * unless their folder is opened with {@link #localRepositories}.
 *
 * <p>Thread-safe, without state of its own.
 */
public final class GitConnector implements Connector {
  private final List<Path> local;

  private GitConnector(List<Path> local) {
    this.local = List.copyOf(local);
  }

  /** {@return a connector} */
  public static GitConnector create() {
    return new GitConnector(List.of());
  }

  /**
   * Gives a connector that reads repositories below a folder too, by their {@code file:} URL.
   *
   * @param folder the folder
   * @return the connector; it reads from the folders of earlier calls too
   */
  public GitConnector localRepositories(Path folder) {
    List<Path> more = new ArrayList<>(local);
    more.add(requireNonNull(folder, "folder").toAbsolutePath().normalize());
    return new GitConnector(more);
  }

  @Override
  public String type() {
    return "GIT";
  }

  @Override
  public String about() {
    return "Reads files, a commit or the refs of a repository.";
  }

  @Override
  public Inputs inputs() {
    return GitDeclaration.INPUTS;
  }

  @Override
  public Outputs outputs() {
    return GitDeclaration.OUTPUTS;
  }

  @Override
  public Map<String, ? extends @Nullable Object> run(ConnectorCall call) throws Exception {
    try (Remote remote = Remote.of(call, local)) {
      try {
        return switch (call.text("command")) {
          case "refs" -> Map.of("refs", new Clone(remote, call).refs());
          case "metadata" -> new Clone(remote, call).metadata();
          default -> new Clone(remote, call).files();
        };
      } catch (Exception e) {
        throw remote.failure(e);
      }
    }
  }
}
