/** Inputs and outputs of flows checked against JSON schemas. */
@org.jspecify.annotations.NullMarked
module io.flowengine.jsonschema {
  requires transitive io.flowengine;
  requires com.networknt.schema;
  requires static transitive org.jspecify;

  exports io.flowengine.jsonschema;
}
