/** Flows out of the commits of a Git repository. */
@org.jspecify.annotations.NullMarked
module io.flowengine.gitsource {
  requires transitive io.flowengine;
  requires org.eclipse.jgit;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports io.flowengine.gitsource;
}
