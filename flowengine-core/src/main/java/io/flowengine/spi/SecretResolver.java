package io.flowengine.spi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where secrets come from. A flow names one with {@code system.secret(name)} and never holds it;
 * connectors get it when they run, each time anew, so that it can be replaced at any time. An
 * engine may have several resolvers: the first that knows a name gives the secret.
 *
 * <p>Thread-safe; called on the threads of connections, may block.
 */
@FunctionalInterface
public interface SecretResolver {
  /**
   * Finds a secret.
   *
   * @param name its name: as a flow gave it, or {@code vault/engine path/secret path/key} for one
   *     of a vault
   * @return the secret; empty if this resolver does not know it
   */
  Optional<String> find(String name);

  /**
   * Stores secrets in a vault. May be repeated after a crash.
   *
   * @param vault the name of the vault configuration
   * @param path where to
   * @param secrets the secrets by their keys
   * @return false if this resolver stores none, which is the default
   */
  default boolean write(String vault, String path, Map<String, String> secrets) {
    return false;
  }

  /** {@return secrets from the variables of the environment of the JVM, by the names of these} */
  static SecretResolver environment() {
    return name -> Optional.ofNullable(System.getenv(name));
  }

  /**
   * Secrets from a folder with a file for each, as containers have them. A line break at the end of
   * a file does not count. Names that lead out of the folder are not known.
   *
   * @param folder the folder
   * @return the secrets in it, by the names of the files
   */
  static SecretResolver folder(Path folder) {
    Path root = folder.toAbsolutePath().normalize();
    return name -> {
      Path file = root.resolve(name).normalize();
      if (!file.startsWith(root) || !Files.isRegularFile(file)) {
        return Optional.empty();
      }
      try {
        return Optional.of(Files.readString(file, StandardCharsets.UTF_8).replaceFirst("\\R$", ""));
      } catch (IOException e) {
        throw new UncheckedIOException("secret '" + name + "' cannot be read", e);
      }
    };
  }
}
