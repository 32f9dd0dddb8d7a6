package io.flowengine.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteDataSource;

/** Databases that are not offered, or not as they are. */
class RefusedDatabasesTest {

  /** A data source that says which product it is; the driver of H2 itself is not on the path. */
  private static DataSource product(String name) {
    DatabaseMetaData data = answer(DatabaseMetaData.class, Map.of("getDatabaseProductName", name));
    Connection connection = answer(Connection.class, Map.of("getMetaData", data));
    return answer(DataSource.class, Map.of("getConnection", connection));
  }

  private static <T> T answer(Class<T> type, Map<String, Object> answers) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answers.get(method.getName()));
    return type.cast(proxy);
  }

  @Test
  void h2_is_refused_with_the_reason() {
    assertThatThrownBy(() -> JdbcStore.postgres(product("H2")))
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("H2, which in file mode loses commits it has acknowledged");
  }

  @Test
  void other_products_are_refused() {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite::memory:");
    assertThatThrownBy(() -> JdbcStore.postgres(source))
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("it is SQLite")
        .hasMessageContaining("use JdbcStore.embedded(file) or PostgreSQL");
  }

  @Test
  void a_user_that_does_not_exist_is_told() {
    assertThatThrownBy(() -> JdbcStore.postgres(PostgresServer.SERVER.as("nobody", "wrong")))
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("check address, user and password");
  }

  @Test
  void a_database_that_is_read_only_is_told() {
    var source = PostgresServer.SERVER.as("postgres", "postgres");
    source.setOptions("-c default_transaction_read_only=on");
    assertThatThrownBy(
            () -> JdbcStore.builder(source).schema(PostgresServer.SERVER.newSchema()).open())
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("read-only transaction")
        .hasMessageContaining("the database must not be read-only");
  }

  @Test
  void a_schema_with_other_characters_is_refused() {
    assertThatThrownBy(() -> JdbcStore.builder(product("PostgreSQL")).schema("a; DROP"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was 'a; DROP'");
  }

  @Test
  void a_network_timeout_that_is_no_time_at_all_is_refused() {
    assertThatThrownBy(
            () -> JdbcStore.builder(product("PostgreSQL")).networkTimeout(Duration.ofNanos(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("between a millisecond and a day, was PT0.000000001S");
  }

  @Test
  void a_check_of_a_database_without_tables_changes_nothing() {
    String schema = PostgresServer.SERVER.newSchema();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(
              () ->
                  JdbcStore.builder(PostgresServer.SERVER.dataSource())
                      .schema(schema)
                      .schemaMode(SchemaMode.CHECK)
                      .open())
          .isInstanceOf(StoreOpenException.class)
          .hasMessageContaining("its tables are missing");
    }
  }
}
