package io.flowengine.jdbc.internal.commit;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.jdbc.internal.session.Session;
import io.flowengine.jdbc.internal.table.DueTable;
import io.flowengine.jdbc.internal.table.DueTable.Candidate;
import io.flowengine.jdbc.internal.table.InboxTable;
import io.flowengine.jdbc.internal.table.JournalTable;
import io.flowengine.jdbc.internal.table.NodeTable;
import io.flowengine.spi.Claim;
import io.flowengine.spi.InboxItem;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives nodes the lease of what is due. What another process has locked at the moment is left for
 * the next time. The number of statements does not depend on how many executions are claimed.
 */
final class Claims {
  private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

  private Claims() {}

  /**
   * Claims executions.
   *
   * @param leaseNow the time that leases are compared with; null for that of the database
   */
  static List<Claim> claim(Session session, Claim.Request request, @Nullable Instant leaseNow)
      throws SQLException {
    if (request.limit() < 1 || request.capabilities().isEmpty()) {
      return List.of();
    }
    List<String> dead = NodeTable.dead(session, request.node(), leaseNow);
    List<Candidate> chosen =
        request.only().isEmpty() ? due(session, request, dead) : some(session, request, dead);
    if (chosen.isEmpty()) {
      return List.of();
    }
    try {
      return take(session, request, chosen);
    } catch (RuntimeException e) { // of an inbox; they are read before anything is written
      LOG.debug("an inbox cannot be read", e);
      List<Candidate> readable = readable(session, request, chosen);
      return readable.isEmpty() ? List.of() : take(session, request, readable);
    }
  }

  private static List<Candidate> due(Session session, Claim.Request request, List<String> dead)
      throws SQLException {
    List<Candidate> chosen = new ArrayList<>();
    for (int priority : DueTable.priorities(session)) {
      int wanted = request.limit() - chosen.size();
      if (wanted == 0) {
        return chosen;
      }
      chosen.addAll(
          DueTable.ready(session, priority, request.now(), request.capabilities(), wanted));
    }
    int wanted = request.limit() - chosen.size();
    if (wanted > 0 && !dead.isEmpty()) {
      chosen.addAll(DueTable.heldBy(session, dead, request.now(), request.capabilities(), wanted));
    }
    return chosen;
  }

  private static List<Candidate> some(Session session, Claim.Request request, List<String> dead)
      throws SQLException {
    Map<ExecutionId, Candidate> found = new HashMap<>();
    for (Candidate candidate : DueTable.byId(session, request.only(), request.capabilities())) {
      found.put(candidate.record().id(), candidate);
    }
    Set<String> deadNodes = new HashSet<>(dead);
    List<Candidate> chosen = new ArrayList<>();
    for (ExecutionId id : new java.util.LinkedHashSet<>(request.only())) {
      Candidate candidate = found.get(id);
      if (candidate != null
          && chosen.size() < request.limit()
          && isClaimable(candidate, request, deadNodes)) {
        chosen.add(candidate);
      }
    }
    return chosen;
  }

  private static boolean isClaimable(Candidate candidate, Claim.Request request, Set<String> dead) {
    String node = candidate.node();
    Instant dueAt = candidate.dueAt();
    return node == null
        ? dueAt != null && !dueAt.isAfter(request.now())
        : dead.contains(node) || (request.again() != Claim.Again.NO && node.equals(request.node()));
  }

  /** Defers those whose inbox cannot be read. */
  private static List<Candidate> readable(
      Session session, Claim.Request request, List<Candidate> chosen) throws SQLException {
    List<Candidate> readable = new ArrayList<>();
    List<ExecutionId> unreadable = new ArrayList<>();
    for (Candidate candidate : chosen) {
      try {
        Object unused = inboxes(session, List.of(candidate));
        readable.add(candidate);
      } catch (RuntimeException e) { // it cannot be decoded
        LOG.error(
            "execution {} cannot be claimed: its inbox cannot be read; it is tried again each"
                + " minute. Mend the row, or give the store the key it was encrypted with",
            candidate.record().id(),
            e);
        unreadable.add(candidate.record().id());
      }
    }
    DueTable.defer(session, unreadable, request.now());
    return readable;
  }

  private static List<Claim> take(Session session, Claim.Request request, List<Candidate> chosen)
      throws SQLException {
    List<ExecutionId> ids = chosen.stream().map(candidate -> candidate.record().id()).toList();
    Map<ExecutionId, List<InboxItem>> inboxes = inboxes(session, chosen);
    Map<ExecutionId, Integer> lengths = JournalTable.lengths(session, ids);
    List<ExecutionRecord> claimed = new ArrayList<>(chosen.size());
    List<Claim> claims = new ArrayList<>(chosen.size());
    for (Candidate candidate : chosen) {
      ExecutionRecord before = candidate.record();
      List<InboxItem> inbox = inboxes.getOrDefault(before.id(), List.of());
      ExecutionRecord after = Claim.claimed(before, inbox, request.now());
      claimed.add(after);
      claims.add(
          new Claim(
              after,
              before.status(),
              candidate.epoch() + 1,
              lengths.getOrDefault(before.id(), 0),
              inbox,
              request.attempts(candidate.attempts(), candidate.node())));
    }
    NodeTable.ensure(session, List.of(request.node()));
    DueTable.claim(session, request, chosen, claimed);
    return claims;
  }

  private static Map<ExecutionId, List<InboxItem>> inboxes(Session session, List<Candidate> chosen)
      throws SQLException {
    List<ExecutionId> full =
        chosen.stream()
            .filter(candidate -> candidate.inboxSize() > 0)
            .map(candidate -> candidate.record().id())
            .toList();
    Map<ExecutionId, List<InboxItem>> inboxes = new HashMap<>();
    if (!full.isEmpty()) {
      for (InboxItem item : InboxTable.read(session, full)) {
        inboxes.computeIfAbsent(item.target(), id -> new ArrayList<>()).add(item);
      }
    }
    return inboxes;
  }
}
