package io.flowengine.internal.source;

import io.flowengine.spi.FlowLanguage;
import io.flowengine.spi.FlowScript;
import io.flowengine.spi.FlowSource;
import io.flowengine.spi.ScriptFile;
import io.flowengine.spi.ScriptFolder;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The flows in a folder of scripts: which file is which flow, and in which language. */
public final class FolderSource implements FlowSource {
  private final ScriptFolder folder;
  private final List<FlowLanguage> languages;

  /**
   * Takes a folder.
   *
   * @param folder the folder
   * @param languages whose scripts it holds
   */
  public FolderSource(ScriptFolder folder, List<FlowLanguage> languages) {
    this.folder = folder;
    this.languages = List.copyOf(languages);
  }

  @Override
  public Optional<FlowScript> find(String name) {
    if (name.contains("/") || name.contains("\\") || name.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    for (FlowLanguage language : languages) {
      Optional<ScriptFile> file = folder.read(name + ending(language));
      if (file.isPresent()) {
        return Optional.of(
            new FlowScript(name, language.name(), file.get().path(), file.get().text()));
      }
    }
    return Optional.empty();
  }

  @Override
  public Collection<String> names() {
    Collection<String> names = new TreeSet<>();
    for (String file : folder.files()) {
      for (FlowLanguage language : languages) {
        String ending = ending(language);
        if (file.endsWith(ending)) {
          names.add(file.substring(0, file.length() - ending.length()));
        }
      }
    }
    return names;
  }

  private static String ending(FlowLanguage language) {
    return "." + language.fileExtension();
  }
}
