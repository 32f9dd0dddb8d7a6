package io.flowengine.benchmarks;

import io.flowengine.benchmarks.peer.BenchmarkDatabase;
import java.util.List;

/** The databases that benchmarks of the durable store run on. */
enum Databases {
  /** A server that the benchmark starts. */
  PG("PostgreSQL"),
  /** A file. */
  SQLITE("SQLite");

  /** Measures on one database. */
  interface Measure {
    List<Figure> on(BenchmarkDatabase database) throws Exception;
  }

  final String title;

  Databases(String title) {
    this.title = title;
  }

  private BenchmarkDatabase open() {
    return switch (this) {
      case PG -> BenchmarkDatabase.postgres();
      case SQLITE -> BenchmarkDatabase.sqlite();
    };
  }

  /** Makes a database, says what it is, measures on it, and deletes it. */
  List<Figure> measure(Measure measure) throws Exception {
    try (BenchmarkDatabase database = open()) {
      System.out.println("# " + database.settings());
      return measure.on(database);
    }
  }
}
