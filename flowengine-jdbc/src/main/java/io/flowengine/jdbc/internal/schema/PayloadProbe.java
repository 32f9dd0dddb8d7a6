package io.flowengine.jdbc.internal.schema;

import io.flowengine.execution.Value;
import io.flowengine.jdbc.internal.session.Payloads;
import io.flowengine.jdbc.internal.session.Session;
import io.flowengine.jdbc.internal.table.CellTable;
import io.flowengine.spi.Cell;
import io.flowengine.spi.PayloadException;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out at the opening of a store whether its codec is the right one, instead of at the first
 * execution that cannot be read. A cell of its own holds a payload; each opening reads it and
 * writes it again, with the key that is current by then.
 */
public final class PayloadProbe {
  private static final String NAMESPACE = "flowengine";
  private static final String KEY = "payloads";
  private static final Value CONTENT = Value.of("readable");

  private static final String ANYTHING =
      "SELECT 1 FROM {executions} UNION ALL SELECT 1 FROM {records} UNION ALL SELECT 1 FROM"
          + " {cells} LIMIT 1";

  private PayloadProbe() {}

  /**
   * Checks that payloads can be read, and leaves the probe if they are encoded.
   *
   * @param session a transaction, which the caller commits
   * @return what is wrong and what to do; null if all is well
   */
  public static @Nullable String check(Session session) throws SQLException {
    Payloads payloads = session.payloads();
    Cell probe;
    try {
      probe = CellTable.read(session, NAMESPACE, KEY);
    } catch (PayloadException e) {
      return "the payload that shows whether the codec is the right one cannot be read: "
          + e.problem();
    }
    if (!payloads.areEncoded()) {
      return null;
    }
    Cell next = new Cell(NAMESPACE, KEY, probe.version() + 1, CONTENT);
    if (probe.version() > 0) {
      CellTable.update(session, List.of(next));
    } else if (payloads.acceptPlain() || isEmpty(session)) {
      CellTable.insert(session, List.of(next));
    } else {
      return "its payloads are in the clear; open it with acceptPlainPayloads() to read them, what"
          + " is written from then on is encoded";
    }
    return null;
  }

  private static boolean isEmpty(Session session) throws SQLException {
    return session.prepare(ANYTHING).list(row -> 1).isEmpty();
  }
}
