/** Flows written in Python. */
@org.jspecify.annotations.NullMarked
module io.flowengine.python {
  requires transitive io.flowengine;
  requires org.graalvm.polyglot;
  requires org.slf4j;
  requires static transitive org.jspecify;
}
