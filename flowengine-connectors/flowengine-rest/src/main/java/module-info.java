/** Connections of type REST. */
@org.jspecify.annotations.NullMarked
module io.flowengine.connectors.rest {
  requires transitive io.flowengine;
  requires java.net.http;
  requires com.fasterxml.jackson.databind;
  requires com.github.benmanes.caffeine;
  requires static transitive org.jspecify;

  exports io.flowengine.connectors.rest;
}
