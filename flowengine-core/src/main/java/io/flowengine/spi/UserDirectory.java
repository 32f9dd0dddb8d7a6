package io.flowengine.spi;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The host's directory of users, which gets the passwords that flows save; the engine stores none.
 * Thread-safe; may block. A call may be repeated after a crash.
 */
@FunctionalInterface
public interface UserDirectory {
  /**
   * Changes a password.
   *
   * @param user the name of the user
   * @param password the new password
   * @param current the present one, if the flow gave it; null if not
   * @return why not; empty if it was changed. The flow gets {@code PermissionDenied} with this
   *     reason
   */
  Optional<String> changePassword(String user, String password, @Nullable String current);
}
