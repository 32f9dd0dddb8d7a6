package io.flowengine.connectors.sql;

import io.flowengine.connector.ConnectorCall;
import io.flowengine.execution.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a call.
 *
 * @param statements at least one
 * @param isTransaction whether the result is a list of results
 */
record Work(List<Statement> statements, boolean isTransaction) {
  private static final Set<String> WAYS = Set.of("fetchval", "fetchrow", "fetch", "execute");
  private static final Pattern READS =
      Pattern.compile("\\s*(select|values|show|explain|table)\\b", Pattern.CASE_INSENSITIVE);

  /**
   * A statement.
   *
   * @param way what its result is
   * @param text its text
   * @param arguments what is bound
   */
  record Statement(Way way, String text, List<@Nullable Object> arguments) {}

  /** What the result of a statement is. */
  enum Way {
    FETCHVAL,
    FETCHROW,
    FETCH,
    EXECUTE
  }

  static Work of(ConnectorCall call) {
    if (call.has("transaction")) {
      List<Statement> statements = new ArrayList<>();
      for (Object each : call.list("transaction")) {
        statements.add(statement(each, "transaction[" + statements.size() + "]"));
      }
      if (statements.isEmpty()) {
        throw new InvalidInputException("input 'transaction'", "must have a statement", "none");
      }
      return new Work(statements, true);
    }
    String way = WAYS.stream().filter(call::has).findFirst().orElseThrow();
    return new Work(List.of(new Statement(way(way), call.text(way), call.list("args"))), false);
  }

  private static Statement statement(@Nullable Object given, String place) {
    if (given instanceof Map<?, ?> dict) {
      List<?> ways = dict.keySet().stream().filter(WAYS::contains).toList();
      Object args = dict.containsKey("args") ? dict.get("args") : List.of();
      if (ways.size() == 1
          && dict.get(ways.getFirst()) instanceof String text
          && args instanceof List<?> list
          && dict.size() == (dict.containsKey("args") ? 2 : 1)) {
        return new Statement(way(String.valueOf(ways.getFirst())), text, new ArrayList<>(list));
      }
    }
    throw new InvalidInputException(
        place,
        "must be a dict with one of fetchval, fetchrow, fetch, execute, and perhaps args",
        String.valueOf(given));
  }

  private static Way way(String name) {
    return Way.valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** True if the work only reads, or the call says that it may be done again. */
  static boolean isRepeatable(ConnectorCall call) {
    if (call.has("repeatable")) {
      return call.flag("repeatable");
    }
    return !call.has("execute")
        && !call.has("transaction")
        && of(call).statements.stream().allMatch(each -> READS.matcher(each.text).lookingAt());
  }
}
