package io.flowengine.internal.runtime;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Arguments;
import io.flowengine.internal.argument.Errors;
import io.flowengine.internal.node.Part;
import io.flowengine.internal.runtime.FlowRun.Change;
import io.flowengine.spi.AccessRequest.Access;
import io.flowengine.spi.JournalEntry.Kind;
import io.flowengine.spi.SecretResolver;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The call {@code write_secret}. The journal has the keys of what is written and no values. */
final class VaultOperations {
  private VaultOperations() {}

  static Value writeSecret(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(Set.of("select", "path", "secrets"), Set.of());
    RecordRef vault = RecordRef.of(RecordType.VAULT_CONFIG, in.name("select"));
    String path = in.text("path");
    Map<String, String> secrets = new LinkedHashMap<>();
    in.map("secrets")
        .forEach((key, secret) -> secrets.put(key, text("secrets['" + key + "']", secret)));
    Map<String, Object> shown = Map.of("path", path, "keys", secrets.keySet().stream().toList());
    return run.write(
        run.describe(Kind.WRITE, name, vault.select(), Value.of(shown)),
        () -> {
          Permission.require(run, Access.SAVE, vault);
          for (SecretResolver resolver : run.services().extensions().secrets()) {
            if (resolver.write(vault.select(), path, secrets)) {
              return new Change(Value.NULL, run.record(), Part.NONE);
            }
          }
          throw Errors.failed(
              "PermissionDenied",
              vault
                  + " cannot be written: no SecretResolver of this engine stores secrets; add one"
                  + " that does with FlowEngine.builder().secrets(...)");
        });
  }

  private static String text(String parameter, @Nullable Object secret) {
    if (secret instanceof String text) {
      return text;
    }
    throw new InvalidInputException(parameter, "must be text", "a secret of another type");
  }
}
