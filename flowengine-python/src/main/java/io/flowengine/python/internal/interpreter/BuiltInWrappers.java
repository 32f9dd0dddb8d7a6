package io.flowengine.python.internal.interpreter;

import io.flowengine.spi.FlowScript;
import java.util.ArrayList;
import java.util.List;

/** The wrappers that come with this library: plain scripts of the flow API. */
public final class BuiltInWrappers {
  private static final List<String> NAMES =
      List.of("cache", "check", "interactive", "notify", "retry", "timeout");

  private BuiltInWrappers() {}

  /**
   * Reads the scripts from the jar.
   *
   * @param language the name of the language
   * @return the scripts
   */
  public static List<FlowScript> scripts(String language) {
    List<FlowScript> scripts = new ArrayList<>();
    for (String name : NAMES) {
      String text = Library.text("/flow_wrappers/" + name + ".py");
      if (text == null) {
        throw new IllegalStateException("the jar of flowengine-python lacks wrapper " + name);
      }
      scripts.add(new FlowScript(name, language, "<wrapper " + name + ">", text));
    }
    return scripts;
  }
}
