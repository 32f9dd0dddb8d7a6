package io.flowengine.jsonschema;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Value;
import io.flowengine.spi.SchemaValidator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Checks inputs and outputs of flows against JSON Schema, draft 2020-12 unless a schema names
 * another one with {@code $schema}. To be given to the builder of an engine:
 *
 * {@snippet :
 * FlowEngine.builder().schemaValidator(JsonSchemaValidator.create())
 * }
 *
 * <p>Keywords that the draft does not have, those of forms for instance, are ignored. References to
 * schemas elsewhere are not followed: nothing is read from the network or from files. Thread-safe.
 */
public final class JsonSchemaValidator implements SchemaValidator {
  private static final int MOST_KEPT = 1_000;

  private final SchemaRegistry registry;
  private final Map<Value, Schema> compiled = new ConcurrentHashMap<>();

  private JsonSchemaValidator() {
    SchemaRegistryConfig config = SchemaRegistryConfig.builder().locale(Locale.ENGLISH).build();
    Dialect draft =
        Dialect.builder(Dialects.getDraft202012())
            .unknownKeywordFactory((name, context) -> new NonValidationKeyword(name))
            .build();
    registry =
        SchemaRegistry.withDefaultDialect(draft, builder -> builder.schemaRegistryConfig(config));
  }

  /** {@return a validator} */
  public static JsonSchemaValidator create() {
    return new JsonSchemaValidator();
  }

  @Override
  public void requireValid(Value schema) {
    List<String> wrong;
    try {
      SchemaLocation draft =
          SchemaLocation.of(compile(schema).getSchemaContext().getDialect().getId());
      wrong = told(registry.getSchema(draft).validate(schema.json(), InputFormat.JSON));
    } catch (SchemaException e) {
      wrong = List.of(String.valueOf(e.getMessage()));
    }
    if (!wrong.isEmpty()) {
      throw new InvalidInputException("this is no JSON Schema: " + String.join("; ", wrong));
    }
  }

  @Override
  public List<String> violations(Value schema, Value value) {
    try {
      return told(compile(schema).validate(value.json(), InputFormat.JSON));
    } catch (SchemaException e) {
      return List.of("the schema cannot be used: " + e.getMessage());
    }
  }

  private Schema compile(Value schema) {
    if (compiled.size() >= MOST_KEPT) {
      compiled.clear();
    }
    return compiled.computeIfAbsent(
        schema, text -> registry.getSchema(text.json(), InputFormat.JSON));
  }

  private static List<String> told(List<Error> errors) {
    return errors.stream()
        .map(error -> (error.getInstanceLocation() + " " + error.getMessage()).strip())
        .sorted()
        .toList();
  }
}
