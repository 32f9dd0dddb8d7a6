package io.flowengine.internal.node;

import io.flowengine.execution.EngineClosedException;
import io.flowengine.execution.ExecutionId;
import io.flowengine.spi.Claim;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.StoreQueries;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal of an execution that was claimed, as far as it can be read.
 *
 * @param entries its entries by position; empty if they cannot be decoded
 * @param fault why they cannot be decoded; null if they can
 */
public record Recorded(List<JournalEntry> entries, @Nullable String fault) {
  private static final Logger LOG = LoggerFactory.getLogger(Recorded.class);

  /** How many entries are read at once, unless a single journal has more. */
  private static final int MOST_ENTRIES = 10_000;

  private static final Recorded NOTHING = new Recorded(List.of(), null);

  /**
   * Divides claims so that the journals of each part can be in memory together.
   *
   * @param claims the claims
   * @return the same, in the same order
   */
  public static List<List<Claim>> portions(List<Claim> claims) {
    List<List<Claim>> portions = new ArrayList<>(1);
    long entries = 0;
    for (Claim claim : claims) {
      entries += claim.journalLength();
      if (portions.isEmpty() || entries > MOST_ENTRIES) {
        portions.add(new ArrayList<>(claims.size()));
        entries = claim.journalLength();
      }
      portions.getLast().add(claim);
    }
    return portions;
  }

  /**
   * Reads the journals of claimed executions together. If one of them cannot be decoded they are
   * read one by one, so that it harms none of the others.
   *
   * @param store where they are
   * @param claims a portion
   * @return what was read, for each of them
   */
  public static Map<ExecutionId, Recorded> read(StoreQueries store, List<Claim> claims) {
    Map<ExecutionId, Recorded> all = new HashMap<>();
    claims.forEach(claim -> all.put(claim.record().id(), NOTHING));
    List<ExecutionId> ids =
        claims.stream()
            .filter(claim -> claim.journalLength() > 0)
            .map(claim -> claim.record().id())
            .toList();
    if (ids.isEmpty()) {
      return all;
    }
    try {
      store.journals(ids).forEach((id, entries) -> all.put(id, new Recorded(entries, null)));
    } catch (EngineClosedException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.debug("one of {} journals cannot be read", ids.size(), e);
      ids.forEach(id -> all.put(id, alone(store, id)));
    }
    return all;
  }

  private static Recorded alone(StoreQueries store, ExecutionId id) {
    try {
      return new Recorded(store.journal(id), null);
    } catch (EngineClosedException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error(
          "the journal of execution {} cannot be read; the execution is paused. Mend the row, or"
              + " give the store the key it was encrypted with, and resume it",
          id,
          e);
      return new Recorded(List.of(), String.valueOf(e.getMessage()));
    }
  }
}
