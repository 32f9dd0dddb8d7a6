package io.flowengine.jdbc.process;

import io.flowengine.jdbc.JdbcStore;
import io.flowengine.jdbc.PostgresServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The tables of a store whose changes the database writes down. */
final class AuditedSchema {
  private final String schema = PostgresServer.SERVER.newSchema();

  /** Someone who reads a row. */
  interface Read<T> {
    T row(ResultSet row) throws SQLException;
  }

  AuditedSchema() throws SQLException, IOException {
    JdbcStore.builder(PostgresServer.SERVER.dataSource()).schema(schema).open().close();
    try (InputStream sql = AuditedSchema.class.getResourceAsStream("/audit.sql")) {
      String text = new String(Objects.requireNonNull(sql).readAllBytes(), StandardCharsets.UTF_8);
      // triggers look for tables by name when they run, on connections of the store
      PostgresServer.SERVER.execute(
          "SET search_path = "
              + schema
              + ";"
              + text.replace(
                  "LANGUAGE plpgsql AS", "LANGUAGE plpgsql SET search_path = " + schema + " AS"));
    }
  }

  String name() {
    return schema;
  }

  <T> List<T> list(String sql, Read<T> read) throws SQLException {
    List<T> list = new ArrayList<>();
    try (Connection connection = PostgresServer.SERVER.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      boolean unused = statement.execute("SET search_path = " + schema);
      try (ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          list.add(read.row(rows));
        }
      }
    }
    return list;
  }

  long number(String sql) throws SQLException {
    return list(sql, row -> row.getLong(1)).getFirst();
  }
}
