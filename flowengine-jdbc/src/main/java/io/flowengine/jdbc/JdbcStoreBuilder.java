package io.flowengine.jdbc;

import static java.util.Objects.requireNonNull;

import io.flowengine.jdbc.JdbcStore.Parts;
import io.flowengine.jdbc.internal.commit.JoinedTransactions;
import io.flowengine.jdbc.internal.commit.LargeValues;
import io.flowengine.jdbc.internal.commit.StoreWriter;
import io.flowengine.jdbc.internal.commit.ValueLimit;
import io.flowengine.jdbc.internal.file.FileGuard;
import io.flowengine.jdbc.internal.notice.Notices;
import io.flowengine.jdbc.internal.notice.PostgresNotices;
import io.flowengine.jdbc.internal.schema.Migrations;
import io.flowengine.jdbc.internal.schema.PayloadProbe;
import io.flowengine.jdbc.internal.session.Dialect;
import io.flowengine.jdbc.internal.session.Patience;
import io.flowengine.jdbc.internal.session.Payloads;
import io.flowengine.jdbc.internal.session.PostgresDialect;
import io.flowengine.jdbc.internal.session.Readers;
import io.flowengine.jdbc.internal.session.Session;
import io.flowengine.jdbc.internal.session.SqliteDialect;
import io.flowengine.jdbc.internal.table.NodeTable;
import io.flowengine.spi.BlobStore;
import io.flowengine.spi.PayloadCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link JdbcStore}. Used by one thread. */
public final class JdbcStoreBuilder {
  private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,40}");

  private final @Nullable Path file;
  private final @Nullable DataSource source;
  private SchemaMode schemaMode = SchemaMode.MIGRATE;
  private String schema = "flowengine";
  private @Nullable LeaseClock leaseClock;
  private int maxValueLength = 64 * 1024 * 1024;
  private int readers = 4;
  private Duration networkTimeout = Duration.ofMinutes(1);
  private final PayloadSettings payloadSettings = new PayloadSettings();

  JdbcStoreBuilder(@Nullable Path file, @Nullable DataSource source) {
    this.file = file;
    this.source = source;
  }

  /**
   * Sets what is done about the tables when the store is opened.
   *
   * @param value the mode; default {@link SchemaMode#MIGRATE}
   * @return this
   */
  public JdbcStoreBuilder schemaMode(SchemaMode value) {
    schemaMode = requireNonNull(value, "schemaMode");
    return this;
  }

  /**
   * Sets the schema of PostgreSQL in which the tables are. SQLite has none, and ignores it.
   *
   * @param value a name of lower case letters, digits and underscores; default {@code flowengine}
   * @return this
   * @throws IllegalArgumentException if it is something else, or longer than 41 characters
   */
  public JdbcStoreBuilder schema(String value) {
    if (!SCHEMA.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "schema must be lower case letters, digits and underscores, at most 41, was '"
              + value
              + "'");
    }
    schema = value;
    return this;
  }

  /**
   * Sets whose time decides that a lease has run out.
   *
   * @param value the clock; default {@link LeaseClock#DATABASE} for PostgreSQL, {@link
   *     LeaseClock#ENGINE} for SQLite
   * @return this
   */
  public JdbcStoreBuilder leaseClock(LeaseClock value) {
    leaseClock = requireNonNull(value, "leaseClock");
    return this;
  }

  /**
   * Sets how large a single value may be. A commit with a larger one is refused with an {@link
   * io.flowengine.execution.InvalidInputException}.
   *
   * @param characters characters of the stored form; at least 1,000; default 64 Mi
   * @return this
   * @throws IllegalArgumentException if {@code characters < 1000}
   */
  public JdbcStoreBuilder maxValueLength(int characters) {
    if (characters < 1000) {
      throw new IllegalArgumentException("maxValueLength must be >= 1000, was " + characters);
    }
    maxValueLength = characters;
    return this;
  }

  /**
   * Sets how many connections are used for reading at the same time. They are opened when they are
   * needed.
   *
   * @param count how many at most; default 4
   * @return this
   * @throws IllegalArgumentException if {@code count < 1}
   */
  public JdbcStoreBuilder readers(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("readers must be >= 1, was " + count);
    }
    readers = count;
    return this;
  }

  /**
   * Sets how long the store waits for a single answer of PostgreSQL. A network that is dead without
   * saying so is noticed after this time: the connection is given up, the call throws {@link
   * io.flowengine.spi.StoreException}, and the engine repeats it on another connection. SQLite has
   * no network, and ignores it; so do transactions that belong to the host.
   *
   * @param value how long; more than the slowest listing takes; default one minute
   * @return this
   * @throws IllegalArgumentException if it is shorter than a millisecond or longer than a day
   */
  public JdbcStoreBuilder networkTimeout(Duration value) {
    if (value.toMillis() < 1 || value.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "networkTimeout must be between a millisecond and a day, was " + value);
    }
    networkTimeout = value;
    return this;
  }

  /**
   * Encodes what the executions work with before it goes to the database: inputs, outputs,
   * messages, failures, previews and results of the journal, log lines, contents of inboxes,
   * records and cells. Names, ids, statuses, times, keys and digests stay readable. Filters and
   * orders by {@code message} are compared while rows are streamed then.
   *
   * @param value what encodes; default: none, everything is stored in the clear
   * @return this
   */
  public JdbcStoreBuilder payloadCodec(PayloadCodec value) {
    payloadSettings.codec = requireNonNull(value, "payloadCodec");
    return this;
  }

  /**
   * Encrypts payloads as {@link #payloadCodec} does, with the keys in a file beside the database
   * that has the same name with {@code .key} behind it. It is made together with the database, with
   * one new key, for its owner only (mode 0600). Without it the payloads are lost, so it needs a
   * backup, but not in one place with that of the database.
   *
   * <p>It protects copies of the database. Who can read all files of the user reads the key too.
   *
   * <p>A line of the file is the id of a key, a space, and 16, 24 or 32 bytes in base64. The last
   * line is the key that encrypts; the others decrypt what was written before.
   *
   * @return this
   */
  public JdbcStoreBuilder encrypted() {
    payloadSettings.keyFile = true;
    return this;
  }

  /**
   * Reads payloads also that are stored in the clear, because the store had no codec when they were
   * written. Each is encoded when it is written again. While this is set, nobody notices if a
   * payload is replaced by one in the clear.
   *
   * @return this
   */
  public JdbcStoreBuilder acceptPlainPayloads() {
    payloadSettings.acceptsPlain = true;
    return this;
  }

  /**
   * Keeps large values of executions apart from the database: inputs, outputs, results of the
   * journal, data of log lines, contents of inboxes. They are encoded as payloads are, and named by
   * the SHA-256 of what they are in the clear, so who sees the names can check a guess. All nodes
   * have to be given the same ones, and what is apart has to be in the backup. Values of records
   * and settings stay in the database, and so do files, which it has in pieces.
   *
   * @param store where they are; it is not closed with this store
   * @param threshold how many characters the stored form of a value may have in the database; at
   *     least 1,000
   * @return this
   * @throws IllegalArgumentException if {@code threshold < 1000}
   */
  public JdbcStoreBuilder blobs(BlobStore store, int threshold) {
    if (threshold < 1000) {
      throw new IllegalArgumentException("the threshold must be >= 1000, was " + threshold);
    }
    payloadSettings.blobs = requireNonNull(store, "store");
    payloadSettings.threshold = threshold;
    return this;
  }

  /**
   * Opens the store.
   *
   * @return the store
   * @throws StoreOpenException if it cannot be opened; says why and what to do
   */
  public JdbcStore open() {
    return file != null ? openFile(file) : openDatabase(requireNonNull(source));
  }

  // ---------------------------------------------------------------- SQLite

  private JdbcStore openFile(Path path) {
    String name = "in the file " + path;
    if (Files.isDirectory(path)) {
      throw new StoreOpenException(name, "it is a folder; name a file in it", null);
    }
    FileGuard guard = guard(path, name);
    boolean opened = false;
    try {
      Dialect dialect = new SqliteDialect();
      DataSource writing = Databases.sqlite(path, false);
      Payloads payloads = payloadSettings.forFile(path, name);
      prepare(writing, dialect, name, null);
      check(writing, dialect, payloads, name);
      LeaseClock clock = leaseClock == null ? LeaseClock.ENGINE : leaseClock;
      JdbcStore store =
          assemble(writing, Databases.sqlite(path, true), dialect, payloads, clock, null, guard);
      opened = true;
      return store;
    } finally {
      if (!opened) {
        close(guard);
      }
    }
  }

  private static FileGuard guard(Path path, String name) {
    try {
      return FileGuard.take(path);
    } catch (FileGuard.HeldException e) {
      throw new StoreOpenException(
          name,
          "it is open in "
              + e.holder()
              + "; a file belongs to one store at a time, so close that one, share one store"
              + " between the engines of a JVM, or use PostgreSQL for several JVMs",
          e);
    } catch (IOException e) {
      throw new StoreOpenException(
          name,
          "its lock file cannot be written beside it ("
              + e
              + "); the folder must exist and be writable",
          e);
    }
  }

  // ---------------------------------------------------------------- PostgreSQL

  private JdbcStore openDatabase(DataSource database) {
    String name = "in the schema " + schema + " of the database";
    Databases.requirePostgres(database, name);
    PostgresDialect dialect = new PostgresDialect(schema);
    Payloads payloads = payloadSettings.forDatabase(name);
    prepare(database, dialect, name, schema);
    check(database, dialect, payloads, name);
    Notices notices = new Notices();
    String sender = UUID.randomUUID().toString();
    PostgresNotices remote = new PostgresNotices(database, schema, sender, notices);
    LeaseClock clock = leaseClock == null ? LeaseClock.DATABASE : leaseClock;
    return assemble(database, database, dialect, payloads, clock, remote, () -> {});
  }

  // ---------------------------------------------------------------- both

  private void prepare(
      DataSource database, Dialect dialect, String name, @Nullable String schemaName) {
    String finding;
    try {
      Migrations migrations = new Migrations(database, dialect, schemaName);
      finding = migrations.finding();
      if (finding != null && schemaMode == SchemaMode.MIGRATE) {
        migrations.migrate();
        finding = migrations.finding();
      }
    } catch (FlywayException e) {
      throw new StoreOpenException(
          name,
          "its tables cannot be read or made ("
              + firstLine(e)
              + "); the user needs the right to do so, and the database must not be read-only",
          e);
    }
    if (finding != null) {
      throw new StoreOpenException(name, finding, null);
    }
  }

  private static String firstLine(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("no message");
  }

  private JdbcStore assemble(
      DataSource writing,
      DataSource reading,
      Dialect dialect,
      Payloads payloads,
      LeaseClock clock,
      @Nullable PostgresNotices remote,
      AutoCloseable guard) {
    Notices notices = remote == null ? new Notices() : remote.notices();
    StoreWriter.Connector connector = () -> session(writing, dialect, payloads, Patience.ENDLESS);
    StoreWriter.Companion companion =
        remote == null ? (session, commits, results) -> {} : remote::send;
    Patience patience = dialect.isShared() ? Patience.of(networkTimeout) : Patience.ENDLESS;
    StoreWriter writer =
        new StoreWriter(
            dialect,
            () -> session(writing, dialect, payloads, patience),
            companion,
            "flowengine-writer");
    return new JdbcStore(
        new Parts(
            writer,
            new JoinedTransactions(dialect, payloads, connector, companion),
            new Readers(reading, dialect, payloads, patience, readers),
            notices,
            remote,
            new ValueLimit(maxValueLength),
            new LargeValues(payloads.blobs()),
            clock,
            guard,
            payloads.areEncoded() || remote == null));
  }

  private static void check(DataSource database, Dialect dialect, Payloads payloads, String name) {
    try (Session session = session(database, dialect, payloads, Patience.ENDLESS)) {
      session.begin();
      String finding = PayloadProbe.check(session);
      if (finding != null) {
        throw new StoreOpenException(name, finding, null);
      }
      if (!dialect.isShared()) {
        NodeTable.leaveAll(session); // the file belongs to this store now, so their JVM is dead
      }
      session.commit();
    } catch (SQLException e) {
      throw new StoreOpenException(
          name, "its tables cannot be read or written (" + e.getMessage() + ")", e);
    }
  }

  private static Session session(
      DataSource source, Dialect dialect, Payloads payloads, Patience patience)
      throws SQLException {
    Connection connection = source.getConnection();
    boolean opened = false;
    try {
      dialect.openWriter(connection);
      patience.limit(connection);
      opened = true;
      return new Session(connection, dialect, payloads);
    } finally {
      if (!opened) {
        connection.close();
      }
    }
  }

  static void close(AutoCloseable guard) {
    try {
      guard.close();
    } catch (Exception e) {
      throw new IllegalStateException("the lock file cannot be closed", e);
    }
  }
}
