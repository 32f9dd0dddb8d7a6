/** Connections to Git repositories. */
@org.jspecify.annotations.NullMarked
module io.flowengine.connectors.git {
  requires transitive io.flowengine;
  requires org.eclipse.jgit;
  requires org.eclipse.jgit.ssh.apache;
  requires org.apache.sshd.osgi;
  requires static transitive org.jspecify;

  exports io.flowengine.connectors.git;
}
