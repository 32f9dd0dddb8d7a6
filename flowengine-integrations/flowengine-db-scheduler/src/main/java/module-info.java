/** The trigger of an engine on db-scheduler. */
@org.jspecify.annotations.NullMarked
module io.flowengine.dbscheduler {
  requires transitive io.flowengine;
  requires transitive java.sql;
  requires com.github.kagkarlsson.scheduler;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports io.flowengine.dbscheduler;
}
