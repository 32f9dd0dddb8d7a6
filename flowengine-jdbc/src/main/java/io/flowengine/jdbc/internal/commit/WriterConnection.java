package io.flowengine.jdbc.internal.commit;

import io.flowengine.jdbc.internal.session.Session;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection of the writer: opened at first use, and again after it was lost. */
final class WriterConnection {
  private static final Logger LOG = LoggerFactory.getLogger(WriterConnection.class);

  private final StoreWriter.Connector connector;
  private @Nullable Session session;

  WriterConnection(StoreWriter.Connector connector) {
    this.connector = connector;
  }

  Session session() throws SQLException {
    Session open = session;
    if (open == null) {
      open = connector.open();
      session = open;
    }
    return open;
  }

  /** Takes back what was not committed; a connection that cannot do that is given up. */
  void rollback() {
    Session open = session;
    if (open != null) {
      try {
        open.rollback();
      } catch (SQLException e) {
        LOG.debug("the transaction cannot be rolled back; the connection is given up", e);
        close();
      }
    }
  }

  void close() {
    Session open = session;
    session = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        LOG.debug("the connection cannot be closed properly", e);
      }
    }
  }
}
