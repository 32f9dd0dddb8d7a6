package io.flowengine.connectors.sql;

import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** What databases differ in. */
enum Dialect {
  POSTGRES("SQLPG", "PostgreSQL", 5432, "postgres", "postgres") {
    @Override
    String url(Target target) {
      return "jdbc:postgresql://" + target.authority() + "/" + target.database();
    }

    @Override
    String driver() {
      return "org.postgresql.Driver";
    }

    @Override
    String artifact() {
      return "org.postgresql:postgresql";
    }

    @Override
    Properties properties(Target target, @Nullable Path authorities) {
      Properties properties = new Properties();
      long seconds = Math.max(1, target.connectTimeout().toSeconds());
      properties.setProperty("connectTimeout", String.valueOf(seconds));
      properties.setProperty("loginTimeout", String.valueOf(seconds));
      properties.setProperty("cancelSignalTimeout", String.valueOf(seconds));
      properties.setProperty("socketTimeout", String.valueOf(seconds)); // of logins: see OpenPool
      properties.setProperty("stringtype", "unspecified");
      properties.setProperty("ApplicationName", "flowengine");
      properties.setProperty("sslmode", target.isVerified() ? "verify-full" : "disable");
      if (target.isVerified()) {
        properties.setProperty(
            "sslfactory",
            authorities == null
                ? "org.postgresql.ssl.DefaultJavaSSLFactory"
                : "org.postgresql.ssl.LibPQFactory");
        set(properties, "sslrootcert", authorities);
      }
      return properties;
    }
  },
  MYSQL("MYSQL", "MySQL or MariaDB", 3306, "mysql", "root") {
    @Override
    String url(Target target) {
      return "jdbc:mariadb://" + target.authority() + "/" + target.database();
    }

    @Override
    String driver() {
      return "org.mariadb.jdbc.Driver";
    }

    @Override
    String artifact() {
      return "org.mariadb.jdbc:mariadb-java-client";
    }

    @Override
    Properties properties(Target target, @Nullable Path authorities) {
      Properties properties = new Properties();
      properties.setProperty("connectTimeout", String.valueOf(target.connectTimeout().toMillis()));
      properties.setProperty("allowLocalInfile", "false");
      properties.setProperty("sslMode", target.isVerified() ? "verify-full" : "disable");
      set(properties, "serverSslCert", authorities);
      return properties;
    }
  },
  SQL_SERVER("SQLMSSQL", "SQL Server", 1433, "master", "sa") {
    @Override
    String url(Target target) {
      return "jdbc:sqlserver://" + target.authority() + ";databaseName=" + target.database();
    }

    @Override
    String driver() {
      return "com.microsoft.sqlserver.jdbc.SQLServerDriver";
    }

    @Override
    String artifact() {
      return "com.microsoft.sqlserver:mssql-jdbc";
    }

    @Override
    Properties properties(Target target, @Nullable Path authorities) {
      Properties properties = new Properties();
      long seconds = Math.max(1, target.connectTimeout().toSeconds());
      properties.setProperty("loginTimeout", String.valueOf(seconds));
      properties.setProperty("encrypt", String.valueOf(target.isVerified()));
      properties.setProperty("trustServerCertificate", "false");
      return properties;
    }

    @Override
    boolean takesAuthorities() {
      return false;
    }
  },
  ORACLE("SQLORACLE", "Oracle", 1521, "FREEPDB1", "system") {
    @Override
    String url(Target target) {
      return "jdbc:oracle:thin:@"
          + (target.isVerified() ? "tcps" : "tcp")
          + "://"
          + target.authority()
          + "/"
          + target.database();
    }

    @Override
    String driver() {
      return "oracle.jdbc.OracleDriver";
    }

    @Override
    String artifact() {
      return "com.oracle.database.jdbc:ojdbc17";
    }

    @Override
    Properties properties(Target target, @Nullable Path authorities) {
      Properties properties = new Properties();
      properties.setProperty(
          "oracle.net.CONNECT_TIMEOUT", String.valueOf(target.connectTimeout().toMillis()));
      properties.setProperty("oracle.net.ssl_server_dn_match", "true");
      return properties;
    }

    @Override
    boolean takesAuthorities() {
      return false;
    }
  };

  private final String type;
  private final String about;
  private final int port;
  private final String database;
  private final String username;

  Dialect(String type, String about, int port, String database, String username) {
    this.type = type;
    this.about = about;
    this.port = port;
    this.database = database;
    this.username = username;
  }

  private static void set(Properties properties, String name, @Nullable Path file) {
    if (file != null) {
      properties.setProperty(name, file.toString());
    }
  }

  String type() {
    return type;
  }

  String about() {
    return about;
  }

  int port() {
    return port;
  }

  /** The database that is used if none is named. */
  String database() {
    return database;
  }

  /** The user that is used if none is named. */
  String username() {
    return username;
  }

  /** True if the driver can be told which authorities to trust. */
  boolean takesAuthorities() {
    return true;
  }

  abstract String url(Target target);

  /** The class of the driver. */
  abstract String driver();

  /** What has to be added to the class path. */
  abstract String artifact();

  /**
   * What the driver is told, besides user and password.
   *
   * @param authorities a file in PEM with those that are trusted; null for the usual
   */
  abstract Properties properties(Target target, @Nullable Path authorities);
}
