/** Connections to SQL databases. */
@org.jspecify.annotations.NullMarked
module io.flowengine.connectors.sql {
  requires transitive io.flowengine;
  requires transitive java.sql;
  requires com.fasterxml.jackson.databind;
  requires com.zaxxer.hikari;
  requires static transitive org.jspecify;

  exports io.flowengine.connectors.sql;
}
