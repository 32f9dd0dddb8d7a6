package io.flowengine.connectors.sql;

import static java.util.Objects.requireNonNull;

import io.flowengine.connector.Connector;
import io.flowengine.connector.ConnectorCall;
import io.flowengine.connector.Inputs;
import io.flowengine.connector.Outputs;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections to SQL databases: one statement, or several in one transaction. Connections to a
 * database are kept in a pool for each configuration, shared by all calls, and closed some time
 * after the last use. The host adds the JDBC driver to its class path.
 *
 * <p>{@code FlowEngine.builder().connector(SqlConnector.postgres())…}. A host that has a data
 * source gives it a name, and flows name it instead of a host: {@code
 * SqlConnector.postgres().dataSource("orders", source)}.
 *
 * <p>Thread-safe. Closing it closes its pools, not the data sources of the host.
 */
public final class SqlConnector implements Connector, AutoCloseable {
  /** How many connections a pool has at most, unless told otherwise. */
  public static final int DEFAULT_POOL_SIZE = 10;

  private final String type;
  private final @Nullable Dialect dialect;
  private final Map<String, DataSource> sources;
  private final Pools pools;
  private final Inputs inputs;

  private SqlConnector(
      String type, @Nullable Dialect dialect, Map<String, DataSource> sources, Pools pools) {
    this.type = type;
    this.dialect = dialect;
    this.sources = sources;
    this.pools = pools;
    this.inputs = SqlDeclaration.inputs(dialect, sources.keySet());
  }

  private static SqlConnector of(Dialect dialect) {
    return new SqlConnector(dialect.type(), dialect, Map.of(), new Pools(DEFAULT_POOL_SIZE));
  }

  /** {@return SQLPG: PostgreSQL, by {@code org.postgresql:postgresql}} */
  public static SqlConnector postgres() {
    return of(Dialect.POSTGRES);
  }

  /** {@return MYSQL: MySQL and MariaDB, by {@code org.mariadb.jdbc:mariadb-java-client}} */
  public static SqlConnector mysql() {
    return of(Dialect.MYSQL);
  }

  /**
   * {@return SQLMSSQL: SQL Server, by {@code com.microsoft.sqlserver:mssql-jdbc}} Only the
   * configuration of the driver is tested.
   */
  public static SqlConnector sqlServer() {
    return of(Dialect.SQL_SERVER);
  }

  /**
   * {@return SQLORACLE: Oracle, by {@code com.oracle.database.jdbc:ojdbc17}} Only the configuration
   * of the driver is tested.
   */
  public static SqlConnector oracle() {
    return of(Dialect.ORACLE);
  }

  /**
   * Connections of a type of the host's own, to data sources of the host only.
   *
   * @param type the name of the type
   * @param sources the data sources, by the names that flows use
   * @return the connector
   */
  public static SqlConnector of(String type, Map<String, DataSource> sources) {
    return new SqlConnector(
        requireNonNull(type, "type"), null, Map.copyOf(sources), new Pools(DEFAULT_POOL_SIZE));
  }

  /**
   * Gives a connector that has a data source of the host too.
   *
   * @param name how flows name it
   * @param source the data source, not closed by the connector
   * @return the connector, with pools of its own
   */
  public SqlConnector dataSource(String name, DataSource source) {
    Map<String, DataSource> more = new LinkedHashMap<>(sources);
    more.put(requireNonNull(name, "name"), requireNonNull(source, "source"));
    return new SqlConnector(type, dialect, Map.copyOf(more), new Pools(pools.size()));
  }

  /**
   * Gives a connector whose pools have another size.
   *
   * @param connections how many connections to a database with one configuration at most; ≥ 1
   * @return the connector, with pools of its own
   * @throws IllegalArgumentException if {@code connections < 1}
   */
  public SqlConnector poolSize(int connections) {
    if (connections < 1) {
      throw new IllegalArgumentException("poolSize must be >= 1, was " + connections);
    }
    return new SqlConnector(type, dialect, sources, new Pools(connections));
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public String about() {
    return "A statement, or several in one transaction, on "
        + (dialect == null ? "a data source of the host" : dialect.about())
        + ".";
  }

  @Override
  public Inputs inputs() {
    return inputs;
  }

  @Override
  public Outputs outputs() {
    return SqlDeclaration.OUTPUTS;
  }

  /** {@return true for a statement that only reads, and if the call says so itself} */
  @Override
  public boolean isRepeatable(ConnectorCall call) {
    return Work.isRepeatable(call);
  }

  @Override
  public Map<String, ? extends @Nullable Object> run(ConnectorCall call) throws Exception {
    Work work = Work.of(call);
    if (!sources.isEmpty() && call.has("data_source")) {
      DataSource source = requireNonNull(sources.get(call.text("data_source")));
      return new Session(call, call.text("data_source"), dialect).run(source, work);
    }
    Target target = Target.of(call, requireNonNull(dialect));
    Session session = new Session(call, target.place(), dialect);
    try (Pools.Lease lease = pools.lease(target)) {
      return session.run(lease.source(), work);
    }
  }

  /** Closes the pools. */
  @Override
  public void close() {
    pools.close();
  }
}
