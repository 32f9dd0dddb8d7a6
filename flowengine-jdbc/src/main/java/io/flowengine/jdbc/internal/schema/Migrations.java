package io.flowengine.jdbc.internal.schema;

import io.flowengine.jdbc.internal.session.Dialect;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;

/** Makes the tables of a store, or checks that they are there. */
public final class Migrations {
  private static final String HISTORY = "flowengine_schema_history";

  private final Flyway flyway;

  /**
   * Prepares the migrations of a database.
   *
   * @param source the database
   * @param dialect which of the two it is
   * @param schema the schema of the tables; null where there are none
   */
  public Migrations(DataSource source, Dialect dialect, @Nullable String schema) {
    FluentConfiguration configuration =
        Flyway.configure(Migrations.class.getClassLoader())
            .dataSource(source)
            .locations("classpath:META-INF/flowengine/" + dialect.name())
            .table(HISTORY)
            .placeholderReplacement(false);
    if (schema != null) {
      configuration.schemas(schema).defaultSchema(schema);
    }
    flyway = configuration.load();
  }

  /** Makes the tables, or brings them up to date. */
  public void migrate() {
    flyway.migrate();
  }

  /** {@return what is wrong with the tables; null if they are as they should be} */
  public @Nullable String finding() {
    MigrationInfoService info = flyway.info();
    List<String> future =
        Arrays.stream(info.all())
            .filter(migration -> migration.getState().name().startsWith("FUTURE"))
            .map(migration -> String.valueOf(migration.getVersion()))
            .toList();
    if (!future.isEmpty()) {
      return "its tables were made by a newer version of the library (schema version "
          + future.getLast()
          + "); use that version or a newer one";
    }
    MigrationInfo[] pending = info.pending();
    if (pending.length > 0) {
      MigrationInfo current = info.current();
      return "its tables are "
          + (current == null ? "missing" : "of schema version " + current.getVersion())
          + ", version "
          + pending[pending.length - 1].getVersion()
          + " is needed; open the store once with SchemaMode.MIGRATE, or run the scripts of the"
          + " folder META-INF/flowengine of the jar with Flyway";
    }
    return null;
  }
}
