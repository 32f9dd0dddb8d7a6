package io.flowengine.testkit.store;

import io.flowengine.spi.Store;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/**
 * The contract of {@link Store} as tests. An implementer extends it with two methods, and {@link
 * StoreModelKit} with one. What a store may leave out is detected; a report of it is printed at the
 * end.
 */
public abstract class StoreKit {
  private static final Set<String> REPORT = Collections.synchronizedSet(new TreeSet<>());

  private StoreWorld world = new StoreWorld();

  /** For subclasses. */
  protected StoreKit() {}

  /**
   * Opens a store.
   *
   * @return a new, empty store
   * @throws Exception if that is not possible
   */
  protected abstract Store open() throws Exception;

  /**
   * Closes a store and opens it again, with everything that was in it. The kit itself calls {@link
   * Store#close()} before.
   *
   * @param closed a store that {@link #open()} gave
   * @return a store with the same content; may be the same object
   * @throws Exception if that is not possible
   */
  protected abstract Store reopen(Store closed) throws Exception;

  @BeforeEach
  final void openStore() throws Exception {
    world.open(open());
  }

  @AfterEach
  final void closeStore() {
    world.store().close();
  }

  @AfterAll
  static void printReport() {
    REPORT.forEach(System.out::println);
    REPORT.clear();
  }

  StoreWorld world() {
    return world;
  }

  /** Notes whether the store has something that it need not have. */
  void report(String capability, boolean has) {
    REPORT.add(getClass().getSimpleName() + ": " + (has ? "has   " : "lacks ") + capability);
  }

  @Nested
  class Commits extends CommitChapter {
    Commits() {
      super(StoreKit.this);
    }
  }

  @Nested
  class Removals extends RemovalChapter {
    Removals() {
      super(StoreKit.this);
    }
  }

  @Nested
  class Fences extends FenceChapter {
    Fences() {
      super(StoreKit.this);
    }
  }

  @Nested
  class Claims extends ClaimChapter {
    Claims() {
      super(StoreKit.this);
    }
  }

  @Nested
  class Leases extends LeaseChapter {
    Leases() {
      super(StoreKit.this);
    }
  }

  @Nested
  class Standings extends StandingChapter {
    Standings() {
      super(StoreKit.this);
    }
  }

  @Nested
  class Waits extends WaitChapter {
    Waits() {
      super(StoreKit.this);
    }
  }

  @Nested
  class Inboxes extends InboxChapter {
    Inboxes() {
      super(StoreKit.this);
    }
  }

  @Nested
  class Records extends RecordChapter {
    Records() {
      super(StoreKit.this);
    }
  }

  @Nested
  class Cells extends CellChapter {
    Cells() {
      super(StoreKit.this);
    }
  }

  @Nested
  class Queries extends QueryChapter {
    Queries() {
      super(StoreKit.this);
    }
  }

  @Nested
  class Contents extends ContentChapter {
    Contents() {
      super(StoreKit.this);
    }
  }

  @Nested
  class Due extends DueChapter {
    Due() {
      super(StoreKit.this);
    }
  }

  @Nested
  class Hints extends HintChapter {
    Hints() {
      super(StoreKit.this);
    }
  }

  @Nested
  class Concurrency extends ConcurrencyChapter {
    Concurrency() {
      super(StoreKit.this);
    }
  }
}
