package io.flowengine.internal.journal;

import io.flowengine.execution.Value;

/** The arguments of a call as people read them in a journal. */
public final class Preview {
  /** The longest preview, in characters. */
  public static final int MAX_LENGTH = 200;

  private Preview() {}

  /**
   * Shortens arguments.
   *
   * @param arguments a map in stored form
   * @return at most {@value #MAX_LENGTH} characters
   */
  public static String of(Value arguments) {
    String json = arguments.json();
    String text = json.startsWith("{") ? json.substring(1, json.length() - 1) : json;
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH - 1) + "…";
  }
}
