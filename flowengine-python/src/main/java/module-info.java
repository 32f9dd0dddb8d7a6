/** Flows written in Python. */
@org.jspecify.annotations.NullMarked
module io.flowengine.python {
  requires transitive io.flowengine;
  requires org.graalvm.polyglot;
  requires org.graalvm.truffle;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports io.flowengine.python;

  provides com.oracle.truffle.api.instrumentation.provider.TruffleInstrumentProvider with
      io.flowengine.python.internal.stop.ThreadStopperProvider;
}
