package io.flowengine.dbscheduler;

import io.flowengine.spi.Scheduler;
import io.flowengine.testkit.SchedulerKit;
import java.time.Duration;

class DbSchedulerContractTest extends SchedulerKit {
  private final String table = PostgresServer.SERVER.newTable();

  @Override
  protected Scheduler open() {
    return DbScheduler.builder(PostgresServer.SERVER.dataSource())
        .tableName(table)
        .pollingInterval(Duration.ofMillis(20))
        .build();
  }

  @Override
  protected boolean hasOwnClock() {
    return true;
  }
}
