/** The durable store: SQLite in a file, PostgreSQL for several JVMs. */
@org.jspecify.annotations.NullMarked
module io.flowengine.jdbc {
  requires transitive io.flowengine;
  requires transitive java.sql;
  requires com.zaxxer.hikari;
  requires flyway.core;
  requires org.xerial.sqlitejdbc;
  requires static org.postgresql.jdbc;
  requires static org.checkerframework.checker.qual;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports io.flowengine.jdbc;
}
