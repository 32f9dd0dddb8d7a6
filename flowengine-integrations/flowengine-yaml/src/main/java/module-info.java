/** Records as a folder of YAML and script files. */
@org.jspecify.annotations.NullMarked
module io.flowengine.yaml {
  requires transitive io.flowengine;
  requires org.snakeyaml.engine;
  requires static transitive org.jspecify;

  exports io.flowengine.yaml;
}
