package io.flowengine.python.internal.bridge;

import com.oracle.truffle.api.RootCallTarget;
import com.oracle.truffle.api.Truffle;
import com.oracle.truffle.api.frame.FrameInstance;
import com.oracle.truffle.api.source.SourceSection;
import org.jspecify.annotations.Nullable;

/**
 * The Python stack of the calling thread. It may be dropped if nothing but the flow's own script
 * and the flow API is on it: code of other modules may hold a lock there, which nobody would free.
 */
final class ScriptStack {
  private static final String FLOW_API = "<flow_api";

  private ScriptStack() {}

  /**
   * Looks for frames of others.
   *
   * @param file the file of the script
   * @return true if there are none; built-in functions do not count
   */
  static boolean isOwn(String file) {
    Boolean foreign = Truffle.getRuntime().iterateFrames(frame -> isForeign(frame, file));
    return foreign == null;
  }

  private static @Nullable Boolean isForeign(FrameInstance frame, String file) {
    if (frame.getCallTarget() instanceof RootCallTarget target) {
      SourceSection section = target.getRootNode().getSourceSection();
      if (section != null && section.isAvailable()) {
        String name = section.getSource().getName();
        boolean own = name.equals(file) || name.startsWith(FLOW_API);
        return own ? null : Boolean.TRUE;
      }
    }
    return null;
  }
}
