/** Debugs flows from editors that speak the Debug Adapter Protocol. */
@org.jspecify.annotations.NullMarked
module io.flowengine.dap {
  requires transitive io.flowengine;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports io.flowengine.dap;
}
