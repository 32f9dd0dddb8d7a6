/** FlowEngine: workflows in Python and Java, durable, inside the host's own JVM. */
@org.jspecify.annotations.NullMarked
module io.flowengine {
  requires transitive java.sql;
  requires java.xml;
  requires com.fasterxml.jackson.databind;
  requires org.slf4j;
  requires com.github.benmanes.caffeine;
  requires static transitive org.jspecify;

  exports io.flowengine;
  exports io.flowengine.element;
  exports io.flowengine.connector;
  exports io.flowengine.event;
  exports io.flowengine.execution;
  exports io.flowengine.flow;
  exports io.flowengine.flowchart;
  exports io.flowengine.resource;
  exports io.flowengine.spi;
  exports io.flowengine.webhook;
}
