/** Host programs; they see the published API only. */
@org.jspecify.annotations.NullMarked
module io.flowengine.examples {
  requires io.flowengine;
  requires io.flowengine.python;
}
