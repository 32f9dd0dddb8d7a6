package io.flowengine.python.internal.element;

import io.flowengine.element.ElementContext;
import io.flowengine.spi.ElementScriptRun;
import io.flowengine.spi.Environment;
import io.flowengine.spi.ExecutionScript.Resumed;
import io.flowengine.spi.ExecutionScript.Round;
import java.util.List;
import org.graalvm.polyglot.HostAccess;
import org.jspecify.annotations.Nullable;

/** What an execution script can reach of Java: its run. */
public final class ExecutionHost extends ScriptHost {
  private final ElementScriptRun run;
  private final Known own;
  private final Known seen;
  private Round round = new Round(List.of(), new int[0], 0, 0, 1);

  ExecutionHost(ElementScriptRun run, Environment environment) {
    super(environment, run.seed());
    this.run = run;
    this.own = new Known(run.elements().size());
    this.seen = new Known(run.elements().size());
  }

  /** Notes who goes on now. */
  void begin(Round next) {
    round = next;
    for (Resumed each : next.resumed()) {
      own.set(each.rank(), each.context());
    }
  }

  /** Contexts by rank, each with a number that changes when the context does. */
  private static final class Known {
    private final @Nullable ElementContext[] contexts;
    private final int[] versions;

    Known(int count) {
      contexts = new @Nullable ElementContext[count];
      versions = new int[count];
    }

    int set(int rank, ElementContext context) {
      if (contexts[rank] != context) {
        contexts[rank] = context;
        versions[rank]++;
      }
      return versions[rank];
    }

    @Nullable ElementContext get(int rank) {
      return contexts[rank];
    }
  }

  /**
   * Tells what the script has printed.
   *
   * @param rank the element that it was about
   * @param line the line
   */
  @HostAccess.Export
  public void print(int rank, String line) {
    run.print(rank, line);
  }

  /** {@return the time of the run, in nanoseconds since 1970} */
  @HostAccess.Export
  public long now() {
    return nanos(run.now());
  }

  /**
   * Gives the fixed part of an element.
   *
   * @param rank which
   * @return its stored form
   */
  @HostAccess.Export
  public String element(int rank) {
    return Json.element(run.elements().get(rank).element());
  }

  /**
   * Tells whether a context is still the one that was given before.
   *
   * @param asking the element that asks
   * @param rank the element whose context it is
   * @return a number that is another one when the context is
   */
  @HostAccess.Export
  public int version(int asking, int rank) {
    return asking == rank && own.get(rank) != null
        ? own.versions[rank]
        : seen.set(rank, run.seen(rank));
  }

  /**
   * Gives a context: to its own element as it is, to others as they may see it.
   *
   * @param asking the element that asks
   * @param rank the element whose context it is
   * @return its stored form
   */
  @HostAccess.Export
  public String context(int asking, int rank) {
    ElementContext mine = asking == rank ? own.get(rank) : null;
    return Json.context(mine == null ? run.seen(rank) : mine);
  }

  /**
   * Gives the results of a step: to its own element as they are, to others as they may see them.
   *
   * @param asking the element that asks
   * @param rank the element
   * @param step the id of the step
   * @return their stored form
   */
  @HostAccess.Export
  public String results(int asking, int rank, String step) {
    var all = asking == rank ? run.results(rank) : run.seenResults(rank);
    return Json.results(all.getOrDefault(step, List.of()));
  }

  /** {@return the ranks of those that did the last step together} */
  @HostAccess.Export
  public String cohort() {
    return Ranks.of(round.cohort());
  }

  /** {@return the lowest rank that has not ended} */
  @HostAccess.Export
  public int firstLive() {
    return round.firstLive();
  }

  /** {@return the number of the batch, from 0} */
  @HostAccess.Export
  public int batch() {
    return round.batch();
  }

  /** {@return how many batches there are} */
  @HostAccess.Export
  public int batches() {
    return round.batches();
  }
}
