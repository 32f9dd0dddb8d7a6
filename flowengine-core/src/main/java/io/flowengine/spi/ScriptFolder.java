package io.flowengine.spi;

import java.util.Collection;
import java.util.Optional;

/**
 * Where files of scripts come from: a folder, the class path, a commit of a repository. Each file
 * whose ending belongs to a language of the engine is a flow, named like the file without the
 * ending. Asked at each start, so it should answer from memory. Used by many threads at the same
 * time.
 */
public interface ScriptFolder {
  /**
   * Finds a file.
   *
   * @param name its name, without a folder
   * @return the file as it is now; empty if there is none
   * @throws ScriptFailedException if there is one that cannot be read; others can be read all the
   *     same
   */
  Optional<ScriptFile> read(String name);

  /** {@return the names of all files, those that are no scripts too, in no order} */
  Collection<String> files();
}
