package io.flowengine.jdbc.process;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges what several nodes did to one store, from what the database wrote down: who held which
 * execution when, by which lease, who wrote into which journal, and which step bodies ran.
 */
final class LeaseHistory {
  /** A renewal may become visible a little after it was written down. */
  private static final long BLUR_MICROS = 2_000_000;

  private record Renewal(int backend, String node, long aliveUntil, long at) {}

  private record Holding(
      String id,
      @Nullable String oldNode,
      @Nullable String newNode,
      long oldEpoch,
      long newEpoch,
      @Nullable String oldStatus,
      String newStatus,
      long at) {}

  private record Written(
      int backend,
      String execution,
      String position,
      String key,
      boolean wasComplete,
      boolean isComplete,
      @Nullable String holder,
      long at) {}

  private record Body(String node, String step, long at) {}

  private final List<Renewal> renewals;
  private final List<Holding> holdings;
  private final Map<String, List<Renewal>> renewalsOf;
  private final Map<String, List<Holding>> holdingsOf;
  private final List<Written> journal;
  private final List<Body> bodies;
  private final List<String> findings = new ArrayList<>();

  LeaseHistory(AuditedSchema schema) throws SQLException {
    renewals =
        schema.list(
            "SELECT backend, node, alive_until, at FROM audit_nodes ORDER BY n",
            row -> new Renewal(row.getInt(1), row.getString(2), row.getLong(3), row.getLong(4)));
    holdings =
        schema.list(
            "SELECT id, old_node, new_node, old_epoch, new_epoch, old_status, new_status, at"
                + " FROM audit_executions ORDER BY n",
            row ->
                new Holding(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getString(6),
                    row.getString(7),
                    row.getLong(8)));
    renewalsOf = renewals.stream().collect(Collectors.groupingBy(Renewal::node));
    holdingsOf = holdings.stream().collect(Collectors.groupingBy(Holding::id));
    journal =
        schema.list(
            "SELECT backend, execution_id, position, call_key, was_complete, is_complete, holder,"
                + " at FROM audit_journal ORDER BY n",
            row ->
                new Written(
                    row.getInt(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getBoolean(5),
                    row.getBoolean(6),
                    row.getString(7),
                    row.getLong(8)));
    bodies =
        schema.list(
            "SELECT node, step, at FROM bodies ORDER BY n",
            row -> new Body(row.getString(1), row.getString(2), row.getLong(3)));
  }

  /** What must never happen. */
  List<String> findings() {
    checkClaims();
    checkEnds();
    checkWriters();
    checkBodies();
    return findings;
  }

  /** How much there was to judge. */
  String summary() {
    long takenOver = holdings.stream().filter(LeaseHistory::isTakeOver).count();
    return renewals.size()
        + " renewals, "
        + holdings.size()
        + " changes of executions, "
        + takenOver
        + " taken over, "
        + journal.size()
        + " journal entries, "
        + bodies.size()
        + " step bodies";
  }

  int takenOver() {
    return (int) holdings.stream().filter(LeaseHistory::isTakeOver).count();
  }

  private static boolean isTakeOver(Holding change) {
    return change.oldNode != null
        && change.newNode != null
        && !change.oldNode.equals(change.newNode);
  }

  /** Each claim raises the epoch by one, and takes nothing from a node whose lease lives. */
  private void checkClaims() {
    for (Holding change : holdings) {
      boolean created = change.oldStatus == null;
      boolean claimed =
          !created && change.newNode != null && !change.newNode.equals(change.oldNode);
      if (!created && change.newEpoch < change.oldEpoch) {
        findings.add("the epoch runs backwards: " + change);
      }
      if (claimed && change.newEpoch != change.oldEpoch + 1) {
        findings.add("a claim does not raise the epoch by one: " + change);
      }
      if (isTakeOver(change) && livedAllTheTime(String.valueOf(change.oldNode), change.at)) {
        findings.add("taken from a node whose lease lives: " + change);
      }
    }
  }

  private boolean livedAllTheTime(String node, long at) {
    Renewal last = null;
    Renewal before = null;
    for (Renewal renewal : renewalsOf.getOrDefault(node, List.of())) {
      if (renewal.at <= at) {
        before = last;
        last = renewal;
      }
    }
    if (last == null || last.aliveUntil < at) {
      return false;
    }
    boolean fresh = last.at > at - BLUR_MICROS;
    return !fresh || (before != null && before.aliveUntil >= last.at);
  }

  private void checkEnds() {
    Map<String, Integer> ends = new HashMap<>();
    for (Holding change : holdings) {
      boolean was = change.oldStatus != null && change.oldStatus.startsWith("ENDED");
      boolean is = change.newStatus.startsWith("ENDED");
      if (was && !change.newStatus.equals(change.oldStatus)) {
        findings.add("an ended execution changes: " + change);
      }
      if (is && !was && ends.merge(change.id, 1, Integer::sum) > 1) {
        findings.add("it ends twice: " + change);
      }
    }
  }

  /** Only the holder writes a journal, and nobody writes a completed entry again. */
  private void checkWriters() {
    Map<Integer, String> nodes = new HashMap<>();
    renewals.forEach(renewal -> nodes.put(renewal.backend, renewal.node));
    for (Written entry : journal) {
      String writer = nodes.get(entry.backend);
      if (writer != null && !writer.equals(entry.holder)) {
        findings.add(writer + " writes and does not hold it: " + entry);
      }
      if (entry.wasComplete) {
        findings.add("a completed entry is written again: " + entry);
      }
    }
  }

  /** A node that holds an execution does not run a step that was recorded before. */
  private void checkBodies() {
    Map<String, Long> recorded = new HashMap<>();
    for (Written entry : journal) {
      if (entry.isComplete && !entry.key.isEmpty()) {
        recorded.putIfAbsent(entry.execution + "/" + entry.key, entry.at);
      }
    }
    for (Body body : bodies) {
      Long at = recorded.get(body.step);
      String holder = holder(body.step.substring(0, body.step.indexOf('/')), body.at);
      if (at != null && at < body.at && holder.startsWith(body.node + "-")) {
        findings.add("a recorded step runs again: " + body + ", recorded at " + at);
      }
    }
  }

  private String holder(String id, long at) {
    String holder = "";
    for (Holding change : holdingsOf.getOrDefault(id, List.of())) {
      if (change.at <= at) {
        holder = change.newNode == null ? "" : change.newNode;
      }
    }
    return holder;
  }
}
