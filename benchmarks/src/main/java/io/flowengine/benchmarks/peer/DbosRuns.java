package io.flowengine.benchmarks.peer;

import dev.dbos.transact.DBOS;
import dev.dbos.transact.config.DBOSConfig;
import dev.dbos.transact.workflow.Workflow;

/** A workflow of DBOS Transact with five steps. */
public final class DbosRuns implements Runs {
  /** What DBOS calls through a proxy. */
  public interface Five {
    /** Does five steps. */
    void five();
  }

  private record Steps(DBOS dbos) implements Five {
    @Override
    @Workflow(name = "five")
    public void five() {
      for (int i = 1; i <= 5; i++) {
        dbos.runStep(() -> {}, "step" + i);
      }
    }
  }

  private final DBOS dbos;
  private final Five five;

  /**
   * Opens DBOS with its default settings.
   *
   * @param database where its tables are
   */
  public DbosRuns(BenchmarkDatabase.Postgres database) {
    dbos =
        new DBOS(
            DBOSConfig.defaults("benchmark")
                .withDatabaseUrl(database.url())
                .withDbUser("postgres")
                .withDbPassword("postgres"));
    five = dbos.registerProxy(Five.class, new Steps(dbos));
    dbos.launch();
  }

  @Override
  public void run() {
    dbos.startWorkflow(five::five).getResult();
  }

  @Override
  public void close() {
    dbos.close();
  }
}
