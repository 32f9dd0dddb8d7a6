package io.flowengine.connectors.sql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Rows as lines of JSON, one of them in memory. */
final class RowStream extends InputStream {
  private final ResultSet rows;
  private final Columns columns;
  private byte[] line = {};
  private int at;
  private long count;

  RowStream(ResultSet rows) throws SQLException {
    this.rows = rows;
    this.columns = new Columns(rows);
  }

  /** How many rows were read. */
  long count() {
    return count;
  }

  private boolean isAtEnd() throws IOException {
    if (at < line.length) {
      return false;
    }
    try {
      if (!rows.next()) {
        return true;
      }
      line = Json.line(columns.row()).getBytes(StandardCharsets.UTF_8);
      at = 0;
      count++;
      return false;
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public int read() throws IOException {
    return isAtEnd() ? -1 : line[at++] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (isAtEnd()) {
      return -1;
    }
    int size = Math.min(length, line.length - at);
    System.arraycopy(line, at, into, offset, size);
    at += size;
    return size;
  }
}
