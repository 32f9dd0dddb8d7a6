package io.flowengine.internal.runtime;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.internal.argument.Errors;
import io.flowengine.internal.node.Services;
import io.flowengine.spi.UserDirectory;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The password among the fields of a user that is saved: it goes to the directory of the host, and
 * neither to the store nor into the journal or the log.
 *
 * @param password the new password; null if none is saved
 * @param current the present one; null if it was not given
 */
record Passwords(@Nullable String password, @Nullable String current) {
  private static final String PASSWORD = "password";
  private static final String CURRENT = "current_password";

  /** Takes the passwords out of the fields of a user. */
  static Passwords taken(FlowRun run, RecordType type, Map<String, @Nullable Object> fields) {
    if (type != RecordType.USER) {
      return new Passwords(null, null);
    }
    Passwords passwords =
        new Passwords(
            text(PASSWORD, fields.remove(PASSWORD)), text(CURRENT, fields.remove(CURRENT)));
    run.masks().learn(passwords.password);
    run.masks().learn(passwords.current);
    return passwords;
  }

  private static @Nullable String text(String field, @Nullable Object given) {
    if (given == null || given instanceof String) {
      return (String) given;
    }
    throw new InvalidInputException(field, "must be text", "something else");
  }

  /** The arguments of the call without passwords: what the journal may know. */
  static Map<String, @Nullable Object> without(Map<String, @Nullable Object> arguments) {
    Map<String, @Nullable Object> open = new LinkedHashMap<>(arguments);
    if (open.get("fields") instanceof Map<?, ?> fields) {
      Map<Object, @Nullable Object> rest = new LinkedHashMap<>(fields);
      rest.remove(PASSWORD);
      rest.remove(CURRENT);
      open.put("fields", rest);
    }
    return open;
  }

  /** Hands them to the directory. */
  void change(Services services, RecordRef user) {
    String secret = password;
    if (secret == null) {
      return;
    }
    UserDirectory directory = services.extensions().users();
    if (directory == null) {
      throw Errors.failed(
          "PermissionDenied",
          "the password of "
              + user
              + " cannot be saved: this engine has no directory of users; add one with"
              + " FlowEngine.builder().userDirectory(...)");
    }
    directory
        .changePassword(user.select(), secret, current)
        .ifPresent(
            reason -> {
              throw Errors.failed(
                  "PermissionDenied", "the password of " + user + " was not changed: " + reason);
            });
  }
}
