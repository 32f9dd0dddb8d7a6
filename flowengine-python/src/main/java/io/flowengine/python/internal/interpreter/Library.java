package io.flowengine.python.internal.interpreter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.graalvm.polyglot.HostAccess;
import org.jspecify.annotations.Nullable;

/** The Python sources that this library brings: the {@code flow_api} package. */
public final class Library {
  private static final String FOLDER = "/flow_api/";

  private final ModuleFiles modules;

  Library(ModuleFiles modules) {
    this.modules = modules;
  }

  /** {@return the folders of modules of the host, one in each line} */
  @HostAccess.Export
  public String roots() {
    return String.join("\n", modules.roots());
  }

  /**
   * Finds the source of a module.
   *
   * @param name its name below {@code flow_api}, for example {@code system}
   * @return its text; null if there is none
   */
  @HostAccess.Export
  public @Nullable String source(String name) {
    return text(FOLDER + name + ".py");
  }

  /**
   * Reads a resource.
   *
   * @param path its path
   * @return its text; null if there is none
   */
  static @Nullable String text(String path) {
    try (InputStream in = Library.class.getResourceAsStream(path)) {
      return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + path + " from the jar of flowengine-python", e);
    }
  }
}
