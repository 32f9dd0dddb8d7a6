/** Tests of flows and of implementations of the SPI. */
@org.jspecify.annotations.NullMarked
module io.flowengine.testkit {
  requires transitive io.flowengine;
  requires transitive org.junit.jupiter.api;
  requires org.junit.jupiter.params;
  requires transitive org.assertj.core;
  requires java.management;
  requires org.slf4j;
  requires static ch.qos.logback.classic;
  requires static ch.qos.logback.core;
  requires static net.jqwik.api;
  requires static transitive org.jspecify;

  exports io.flowengine.testkit;
  exports io.flowengine.testkit.behaviour;
  exports io.flowengine.testkit.element;
  exports io.flowengine.testkit.connector;
  exports io.flowengine.testkit.process;
  exports io.flowengine.testkit.rule;
  exports io.flowengine.testkit.simulation;
  exports io.flowengine.testkit.store;

  opens io.flowengine.testkit to
      org.junit.platform.commons;
  opens io.flowengine.testkit.store to
      org.junit.platform.commons;
  opens io.flowengine.testkit.process to
      org.junit.platform.commons;
  opens io.flowengine.testkit.simulation to
      org.junit.platform.commons;
  opens io.flowengine.testkit.behaviour;
  opens io.flowengine.testkit.connector to
      org.junit.platform.commons;

  provides org.junit.jupiter.api.extension.Extension with
      io.flowengine.testkit.rule.RuleRecorder;
}
