package io.flowengine.connectors.sql;

import io.flowengine.connector.ConnectorException;
import io.flowengine.execution.InvalidInputException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Values of databases as flows have them, and the other way round. */
final class Columns {
  private final ResultSet rows;
  private final List<String> names = new ArrayList<>();
  private final List<Integer> types = new ArrayList<>();

  Columns(ResultSet rows) throws SQLException {
    this.rows = rows;
    ResultSetMetaData columns = rows.getMetaData();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      names.add(columns.getColumnLabel(i));
      types.add(columns.getColumnType(i));
    }
  }

  /** The present row as a dict. */
  Map<String, @Nullable Object> row() throws SQLException {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (int i = 1; i <= names.size(); i++) {
      row.put(names.get(i - 1), value(i));
    }
    if (row.size() < names.size()) {
      throw new ConnectorException(
          "SqlError", "two columns have the same name in " + names + "; give them names with AS");
    }
    return row;
  }

  /** The first value of the present row. */
  @Nullable Object first() throws SQLException {
    return value(1);
  }

  private @Nullable Object value(int column) throws SQLException {
    Object value =
        switch (types.get(column - 1)) {
          case Types.TIMESTAMP_WITH_TIMEZONE -> rows.getObject(column, OffsetDateTime.class);
          case Types.DATE -> rows.getObject(column, LocalDate.class);
          default -> rows.getObject(column);
        };
    return plain(value, column);
  }

  private @Nullable Object plain(@Nullable Object value, int column) throws SQLException {
    return switch (value) {
      case null -> null;
      case Timestamp stamp -> timestamp(stamp, column);
      case Time time -> rows.getObject(column, LocalTime.class);
      case Array array -> list(array);
      case Clob text -> text.getSubString(1, Math.toIntExact(text.length()));
      case Blob bytes -> bytes.getBytes(1, Math.toIntExact(bytes.length()));
      case SQLXML xml -> xml.getString();
      default -> isKnown(value) ? value : String.valueOf(value);
    };
  }

  /** PostgreSQL calls both of its kinds TIMESTAMP. */
  private Object timestamp(Timestamp stamp, int column) throws SQLException {
    return rows.getMetaData().getColumnTypeName(column).equals("timestamptz")
        ? rows.getObject(column, OffsetDateTime.class)
        : stamp.toLocalDateTime();
  }

  private static boolean isKnown(Object value) {
    return value instanceof Number
        || value instanceof Boolean
        || value instanceof byte[]
        || value instanceof LocalDateTime
        || value instanceof LocalDate
        || value instanceof LocalTime
        || value instanceof OffsetDateTime;
  }

  private static List<@Nullable Object> list(Array array) throws SQLException {
    List<@Nullable Object> list = new ArrayList<>();
    if (array.getArray() instanceof Object[] elements) {
      for (Object element : elements) {
        list.add(element == null || isKnown(element) ? element : String.valueOf(element));
      }
    }
    return list;
  }

  // ---------------------------------------------------------------- the other way round

  static void bind(PreparedStatement statement, List<@Nullable Object> arguments)
      throws SQLException {
    for (int i = 0; i < arguments.size(); i++) {
      Object argument = arguments.get(i);
      switch (argument) {
        case null -> statement.setObject(i + 1, null);
        case List<?> list -> statement.setArray(i + 1, array(statement, list, i));
        case Map<?, ?> dict -> statement.setString(i + 1, Json.text(dict));
        case BigInteger number -> statement.setBigDecimal(i + 1, new BigDecimal(number));
        case Instant instant -> statement.setObject(i + 1, instant.atOffset(ZoneOffset.UTC));
        case ZonedDateTime time -> statement.setObject(i + 1, time.toOffsetDateTime());
        case OffsetTime time -> statement.setObject(i + 1, time);
        default -> statement.setObject(i + 1, argument);
      }
    }
  }

  private static Array array(PreparedStatement statement, List<?> list, int index)
      throws SQLException {
    Object first =
        list.stream().filter(Objects::nonNull).map(Object.class::cast).findFirst().orElse("");
    String type =
        switch (first) {
          case Long number -> "bigint";
          case Double number -> "float8";
          case Boolean flag -> "boolean";
          case String text -> "text";
          default ->
              throw new InvalidInputException(
                  "args[" + index + "]", "must be a list of ints, floats, bools or texts", list);
        };
    return statement.getConnection().createArrayOf(type, list.toArray());
  }
}
