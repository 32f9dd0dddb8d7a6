package io.flowengine.connectors.sql;

import io.flowengine.connector.Input;
import io.flowengine.connector.Inputs;
import io.flowengine.connector.Output;
import io.flowengine.connector.Outputs;
import io.flowengine.connector.ValueKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What connections to databases take and give. */
final class SqlDeclaration {
  private static final int ROWS = 100_000;

  static final Outputs OUTPUTS =
      Outputs.of(
          Output.of(
              "result",
              ValueKind.ANY,
              "the value, the row, the rows, the number of rows; of a transaction a list of these;"
                  + " with `dst` how many rows were saved"));

  private static final List<Input> WORK =
      List.of(
          Input.text("fetchval")
              .about("a statement whose first value is the result; None without a row"),
          Input.text("fetchrow")
              .about("a statement whose first row is the result, a dict; None without one"),
          Input.text("fetch").about("a statement whose rows are the result, a list of dicts"),
          Input.text("execute").about("a statement; the number of rows it changed is the result"),
          Input.list("transaction")
              .about(
                  "several of these in one transaction: a list of dicts like"
                      + " `{'execute': 'UPDATE …', 'args': […]}`"),
          Input.list("args")
              .about("values for the `?` of the statement, in their order; `$1` in SQLPG"),
          Input.text("dst")
              .about("with `fetch`: a file of the engine that takes the rows, a line of JSON each"),
          Input.count("max_rows")
              .or(ROWS)
              .about("more rows than these are an error; not with `dst`"),
          Input.flag("repeatable")
              .about("whether the work may be done again after a crash; default: what only reads"),
          Input.time("connect_timeout")
              .or(Duration.ofSeconds(30))
              .about("how long to wait for a connection, also for a free one"));

  private SqlDeclaration() {}

  static Inputs inputs(@Nullable Dialect dialect, Set<String> sources) {
    List<Input> all = new ArrayList<>();
    if (!sources.isEmpty()) {
      Input source =
          Input.text("data_source")
              .oneOf(sources.stream().sorted().toArray())
              .about("a data source of the host application");
      all.add(dialect == null ? source.required() : source);
    }
    if (dialect != null) {
      Input host = Input.text("host").about("where the server is");
      all.add(sources.isEmpty() ? host.required() : host);
      all.add(Input.port("port").about("default " + dialect.port()));
      all.add(Input.text("database").about("default `" + dialect.database() + "`"));
      all.add(Input.text("username").about("default `" + dialect.username() + "`"));
      all.add(Input.text("password").secret());
      all.add(
          Input.text("tls")
              .oneOf("verify", "off")
              .about("default: `verify` certificate and name; to this machine `off`"));
      if (dialect.takesAuthorities()) {
        all.add(Input.certificates("cacert").about("trusted in place of the usual authorities"));
      }
    }
    all.addAll(WORK);
    Inputs inputs =
        Inputs.of(all.toArray(Input[]::new))
            .exactlyOneOf("fetchval", "fetchrow", "fetch", "execute", "transaction")
            .atMostOneOf("transaction", "args")
            .atMostOneOf("fetchval", "dst")
            .atMostOneOf("fetchrow", "dst")
            .atMostOneOf("execute", "dst")
            .atMostOneOf("transaction", "dst");
    return dialect == null || sources.isEmpty()
        ? inputs
        : inputs.exactlyOneOf("host", "data_source");
  }
}
