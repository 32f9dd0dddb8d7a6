package io.flowengine;

import io.flowengine.internal.source.FolderSource;
import io.flowengine.spi.FlowLanguage;
import io.flowengine.spi.FlowSource;
import io.flowengine.spi.ScriptFolder;
import java.util.ArrayList;
import java.util.List;

/** Where the scripts of an engine come from. */
final class FlowSources {
  private final List<FlowSource> sources = new ArrayList<>();
  private final List<ScriptFolder> folders = new ArrayList<>();

  void add(FlowSource source) {
    sources.add(source);
  }

  void add(ScriptFolder folder) {
    folders.add(folder);
  }

  /** {@return the sources, then the folders, each in the order in which they were added} */
  List<FlowSource> all(List<FlowLanguage> languages) {
    List<FlowSource> all = new ArrayList<>(sources);
    folders.forEach(folder -> all.add(new FolderSource(folder, languages)));
    return all;
  }
}
