package io.flowengine.testkit;

import static java.util.Objects.requireNonNull;

import io.flowengine.spi.Claim;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import io.flowengine.spi.Environment;
import io.flowengine.spi.Store;
import io.flowengine.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A store that fails as a database does: it cannot be reached, loses the answer to a commit,
 * reports conflicts, or is slow. Without a plan it does nothing of the kind. Thread-safe; plans may
 * be changed at any time.
 */
public final class FaultyStore extends ForwardingStore {
  /** What goes wrong with a commit. */
  public enum Fault {
    /** Nothing. */
    NONE,
    /** The commit is not applied, and throws. */
    FAILS_BEFORE,
    /** The commit is applied, and throws. */
    FAILS_AFTER,
    /** A commit with preconditions is refused, as if others had been quicker; others pass. */
    CONFLICT
  }

  /** Decides about commits. */
  @FunctionalInterface
  public interface Plan {
    /**
     * Decides about one commit; called by any thread.
     *
     * @param number the how-manieth commit it is since the plan was made, from 1; a repetition
     *     counts
     * @param commit the commit
     * @return what goes wrong with it
     */
    Fault decide(int number, Commit commit);
  }

  private record Planned(Plan plan, AtomicInteger commits) {}

  private static final Planned NOTHING = new Planned((number, commit) -> Fault.NONE, counter());

  private final Environment environment;
  private final AtomicInteger faults = new AtomicInteger();
  private volatile Planned planned = NOTHING;
  private volatile Predicate<Asked> unanswered = asked -> false;
  private volatile Predicate<List<Claim>> unheard = claims -> false;
  private volatile Duration delay = Duration.ZERO;

  /**
   * Makes a store without faults.
   *
   * @param store where the calls go
   * @param environment the time in which it can be slow
   */
  public FaultyStore(Store store, Environment environment) {
    super(store);
    this.environment = requireNonNull(environment, "environment");
  }

  private static AtomicInteger counter() {
    return new AtomicInteger();
  }

  /**
   * Plans what goes wrong with commits from now on.
   *
   * @param plan decides
   * @return this
   */
  public FaultyStore commits(Plan plan) {
    planned = new Planned(requireNonNull(plan, "plan"), counter());
    return this;
  }

  /**
   * Plans that the store is down for all else than commits.
   *
   * @param which which calls throw
   * @return this
   */
  public FaultyStore asked(Predicate<Asked> which) {
    unanswered = requireNonNull(which, "which");
    return this;
  }

  /**
   * Plans that nodes do not hear what they have claimed.
   *
   * @param which which claims are made, and throw
   * @return this
   */
  public FaultyStore unheard(Predicate<List<Claim>> which) {
    unheard = requireNonNull(which, "which");
    return this;
  }

  /**
   * Makes every commit take its time.
   *
   * @param time how long, on the clock of the environment
   * @return this
   */
  public FaultyStore slow(Duration time) {
    delay = requireNonNull(time, "time");
    return this;
  }

  /** Lets the store be as it should be. */
  public void heal() {
    planned = NOTHING;
    unanswered = asked -> false;
    unheard = claims -> false;
    delay = Duration.ZERO;
  }

  /** {@return how many calls have gone wrong} */
  public int faults() {
    return faults.get();
  }

  @Override
  public CommitResult commit(Commit commit, Instant now) {
    if (delay.isPositive()) {
      Instant until = environment.instant().plus(delay);
      while (environment.instant().isBefore(until)) {
        environment.parkUntil(until);
      }
    }
    Planned current = planned;
    return switch (current.plan.decide(current.commits.incrementAndGet(), commit)) {
      case NONE -> super.commit(commit, now);
      case FAILS_BEFORE -> throw fault();
      case FAILS_AFTER -> {
        CommitResult unheard = super.commit(commit, now);
        throw fault("lost: " + unheard);
      }
      case CONFLICT -> {
        boolean refusable =
            !commit.records().isEmpty()
                || !commit.checks().isEmpty()
                || !commit.cells().isEmpty()
                || !commit.cellChecks().isEmpty();
        if (!refusable) {
          yield super.commit(commit, now);
        }
        faults.incrementAndGet();
        yield new CommitResult.Conflict(List.of(), List.of());
      }
    };
  }

  @Override
  public List<Claim> claim(Claim.Request request) {
    List<Claim> claims = super.claim(request);
    if (unheard.test(claims)) {
      throw fault("lost: " + claims);
    }
    return claims;
  }

  @Override
  protected <T> T around(Asked asked, Supplier<T> call) {
    if (unanswered.test(asked)) {
      throw fault();
    }
    return super.around(asked, call);
  }

  private StoreException fault() {
    return fault("not applied");
  }

  private StoreException fault(String what) {
    faults.incrementAndGet();
    return new StoreException("the store fails as planned; " + what, null);
  }
}
