package io.flowengine.internal.node;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.internal.recurring.Recurrences;
import io.flowengine.spi.Authorizer;
import io.flowengine.spi.SchemaValidator;
import io.flowengine.spi.SecretResolver;
import io.flowengine.spi.UserDirectory;
import io.flowengine.spi.YamlReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the host has plugged in that executions use.
 *
 * @param authorizer decides what executions may do
 * @param schemas checks schemas; null if there is none
 * @param yaml reads YAML; null if nothing does
 * @param secrets where secrets come from, in this order
 * @param users gets passwords; null if there is none
 * @param recurrences the kinds of recurrence of schedules
 */
public record Extensions(
    Authorizer authorizer,
    @Nullable SchemaValidator schemas,
    @Nullable YamlReader yaml,
    List<SecretResolver> secrets,
    @Nullable UserDirectory users,
    Recurrences recurrences) {
  /** Copies the list. */
  public Extensions {
    secrets = List.copyOf(secrets);
  }

  /**
   * Gives what checks schemas.
   *
   * @param field the field that holds the schema, for the message
   * @return the validator
   * @throws InvalidInputException if the host has installed none
   */
  public SchemaValidator requireSchemas(String field) {
    SchemaValidator validator = schemas;
    if (validator == null) {
      throw new InvalidInputException(
          field
              + " needs a validator of schemas, and this engine has none: add the artifact"
              + " io.flowengine:flowengine-json-schema and"
              + " FlowEngine.builder().schemaValidator(JsonSchemaValidator.create())");
    }
    return validator;
  }
}
