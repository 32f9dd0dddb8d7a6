package io.flowengine.spi;

import io.flowengine.execution.Value;
import java.util.List;

/**
 * Checks inputs and outputs of flows against the schemas that the flows name. {@code
 * JsonSchemaValidator} of the artifact {@code flowengine-json-schema} knows JSON Schema.
 *
 * <p>Thread-safe; called on the path of every creation of an execution whose flow has a schema.
 */
public interface SchemaValidator {
  /**
   * Checks a schema.
   *
   * @param schema the schema
   * @throws io.flowengine.execution.InvalidInputException if it is none; with what is wrong with it
   */
  void requireValid(Value schema);

  /**
   * Checks a value.
   *
   * @param schema the schema, which {@link #requireValid} has accepted
   * @param value the value, without tags: dates, bytes and their like are text
   * @return everything that is wrong, each with the path of what it is about; empty if it fits
   */
  List<String> violations(Value schema, Value value);
}
