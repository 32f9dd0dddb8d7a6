/** Host programs; they see the published API only. */
@org.jspecify.annotations.NullMarked
module io.flowengine.examples {
  requires io.flowengine;
  requires io.flowengine.connectors.rest;
  requires io.flowengine.jdbc;
  requires io.flowengine.python;
  requires io.flowengine.yaml;
  requires java.net.http;
  requires jdk.httpserver;
  requires org.quartz;

  // Quartz makes its jobs by reflection
  opens io.flowengine.examples to
      org.quartz;
}
