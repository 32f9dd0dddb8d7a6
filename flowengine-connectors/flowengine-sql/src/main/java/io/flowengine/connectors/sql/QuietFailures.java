package io.flowengine.connectors.sql;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Keeps a pool from logging what a server says, which may have secrets in it. Sessions take lost
 * connections out of the pool themselves.
 */
final class QuietFailures implements SQLExceptionOverride {
  @java.lang.Override
  public SQLExceptionOverride.Override adjudicate(SQLException failure) {
    return SQLExceptionOverride.Override.DO_NOT_EVICT;
  }
}
