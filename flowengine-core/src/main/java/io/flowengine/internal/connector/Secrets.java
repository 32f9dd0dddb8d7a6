package io.flowengine.internal.connector;

import io.flowengine.execution.FlowEngineException;
import io.flowengine.execution.SecretRef;
import io.flowengine.spi.SecretResolver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts secrets in the place of their names. */
final class Secrets {
  private static final String OF_VAULT = "vault.secret(";

  private final List<SecretResolver> resolvers;

  Secrets(List<SecretResolver> resolvers) {
    this.resolvers = List.copyOf(resolvers);
  }

  /** A secret is known to nobody. */
  static final class NotFound extends FlowEngineException {
    private static final long serialVersionUID = 1;

    private NotFound(String what) {
      super(
          what
              + " is not known to this engine; add where it comes from with"
              + " FlowEngine.builder().secrets(...)");
    }
  }

  /**
   * Resolves everything inside a value.
   *
   * @param value the value
   * @param vaults where {@code vault.secret(key)} may be; empty if nowhere
   * @param found gets the secrets
   * @return a copy with the secrets
   * @throws NotFound if one of them is known to nobody
   */
  @Nullable Object resolved(@Nullable Object value, List<?> vaults, Set<String> found) {
    return switch (value) {
      case null -> null;
      case SecretRef secret -> {
        String text =
            find(secret.name()).orElseThrow(() -> new NotFound("secret '" + secret.name() + "'"));
        found.add(text);
        yield text;
      }
      case String text -> {
        if (vaults.isEmpty() || !isOfVault(text)) {
          yield text;
        }
        String secret = ofVault(text, vaults);
        found.add(secret);
        yield secret;
      }
      case List<?> list -> {
        List<@Nullable Object> resolved = new ArrayList<>();
        list.forEach(each -> resolved.add(resolved(each, vaults, found)));
        yield resolved;
      }
      case Map<?, ?> map -> {
        Map<Object, @Nullable Object> resolved = new LinkedHashMap<>();
        map.forEach((key, each) -> resolved.put(key, resolved(each, vaults, found)));
        yield resolved;
      }
      default -> value;
    };
  }

  private static boolean isOfVault(String text) {
    return text.startsWith(OF_VAULT) && text.endsWith(")");
  }

  private String ofVault(String text, List<?> vaults) {
    String key = text.substring(OF_VAULT.length(), text.length() - 1).strip();
    for (Object vault : vaults) {
      Optional<String> secret = find(vault + "/" + key);
      if (secret.isPresent()) {
        return secret.get();
      }
    }
    throw new NotFound("the key '" + key + "' of the vaults " + vaults);
  }

  private Optional<String> find(String name) {
    return resolvers.stream().flatMap(resolver -> resolver.find(name).stream()).findFirst();
  }
}
