package io.flowengine.resource;

import java.util.Map;

/** The configuration of a secret store. */
public interface VaultConfig extends Resource {
  /**
   * Stores secrets where the host keeps them. The journal knows their keys only. May happen twice
   * if the JVM dies meanwhile.
   *
   * @param path where to
   * @param secrets the secrets by their keys
   * @return this
   * @throws io.flowengine.execution.FlowEngineException of the class {@code
   *     PermissionDeniedException} if no {@code SecretResolver} of the engine stores secrets
   */
  VaultConfig writeSecret(String path, Map<String, String> secrets);
}
