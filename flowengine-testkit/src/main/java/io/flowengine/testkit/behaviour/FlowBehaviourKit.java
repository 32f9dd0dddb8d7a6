package io.flowengine.testkit.behaviour;

import io.flowengine.FlowEngineBuilder;
import io.flowengine.spi.FlowSource;
import java.util.Set;
import org.junit.jupiter.api.Nested;

/**
 * The rules that flows of every language keep, as tests: how they create children, wait, end, speak
 * to records, are steered, fail and are replayed. The names of the tests begin with the ids of the
 * rules in the specification of the flow API.
 *
 * <p>To prove a language, extend this class in the tests of its module and write {@link #install}.
 * The language must have a flow named {@code player} that makes the moves it is given; the one for
 * Python comes with this kit, see {@link #scripts}.
 *
 * <p>A player whose input has no {@code moves} makes the move {@code run_wrapped}.
 *
 * <p>Time stands still in these tests unless they move it, and nothing waits for the real clock.
 */
public abstract class FlowBehaviourKit {
  /**
   * The wrappers that the kit puts around executions. It stores them with the script of the flow
   * {@code player}; a language whose flows have no script must have each of them, doing what that
   * flow does.
   */
  protected static final Set<String> WRAPPERS = Set.of("outer", "inner");

  /** Made by subclasses, one for each test. */
  protected FlowBehaviourKit() {}

  /**
   * Adds the language, if it is not built in, and its flow {@code player}. Called once for each
   * engine that a test opens.
   *
   * @param builder the engine in the making
   * @param maxRunning how many executions of this language may run at the same time
   */
  protected abstract void install(FlowEngineBuilder builder, int maxRunning);

  /**
   * Names what this language cannot offer: a move that its flow API does not have, or {@code notice
   * of swallowed signals}. Tests that need it are skipped.
   *
   * @return the names; none unless overridden
   */
  protected Set<String> unsupported() {
    return Set.of();
  }

  /**
   * Gives the scripts that come with the kit for a language: its player.
   *
   * @param language the name of the language, for example {@code python}
   * @param extension the ending of its files without the dot, for example {@code py}
   * @return the scripts
   * @throws IllegalArgumentException if the kit has none for this language
   */
  public static FlowSource scripts(String language, String extension) {
    return new KitScripts(language, extension);
  }

  private Front front() {
    return new Front(this::install, unsupported());
  }

  @Nested
  final class Creating extends CreatingChapter {
    Creating() {
      super(front());
    }
  }

  @Nested
  final class Waiting extends WaitingChapter {
    Waiting() {
      super(front());
    }
  }

  @Nested
  final class Timeouts extends TimeoutsChapter {
    Timeouts() {
      super(front());
    }
  }

  @Nested
  final class OrderOfCompletion extends OrderChapter {
    OrderOfCompletion() {
      super(front());
    }
  }

  @Nested
  final class Ending extends EndingChapter {
    Ending() {
      super(front());
    }
  }

  @Nested
  final class Steering extends SteeringChapter {
    Steering() {
      super(front());
    }
  }

  @Nested
  final class Records extends RecordsChapter {
    Records() {
      super(front());
    }
  }

  @Nested
  final class Locks extends LocksChapter {
    Locks() {
      super(front());
    }
  }

  @Nested
  final class RecordTypes extends RecordTypesChapter {
    RecordTypes() {
      super(front());
    }
  }

  @Nested
  final class Files extends FilesChapter {
    Files() {
      super(front());
    }
  }

  @Nested
  final class CustomObjects extends CustomObjectsChapter {
    CustomObjects() {
      super(front());
    }
  }

  @Nested
  final class ProtectedValues extends ProtectionChapter {
    ProtectedValues() {
      super(front());
    }
  }

  @Nested
  final class Secrets extends SecretsChapter {
    Secrets() {
      super(front());
    }
  }

  @Nested
  final class Deleting extends DeletingChapter {
    Deleting() {
      super(front());
    }
  }

  /** Executions that are made like others. */
  @Nested
  final class Copying extends CopyingChapter {
    Copying() {
      super(front());
    }
  }

  @Nested
  final class Development extends DevelopmentChapter {
    Development() {
      super(front());
    }
  }

  @Nested
  final class Locations extends LocationsChapter {
    Locations() {
      super(front());
    }
  }

  @Nested
  final class Filters extends FiltersChapter {
    Filters() {
      super(front());
    }
  }

  @Nested
  final class Errors extends ErrorsChapter {
    Errors() {
      super(front());
    }
  }

  @Nested
  final class Retrying extends RetryChapter {
    Retrying() {
      super(front());
    }
  }

  @Nested
  final class Connecting extends ConnectChapter {
    Connecting() {
      super(front());
    }
  }

  @Nested
  final class Wrapping extends WrappingChapter {
    Wrapping() {
      super(front());
    }
  }

  @Nested
  final class Values extends ValuesChapter {
    Values() {
      super(front());
    }
  }

  @Nested
  final class Messages extends MessagesChapter {
    Messages() {
      super(front());
    }
  }

  @Nested
  final class Signals extends SignalsChapter {
    Signals() {
      super(front());
    }
  }

  @Nested
  final class Continuing extends ContinuingChapter {
    Continuing() {
      super(front());
    }
  }

  @Nested
  final class Forms extends FormsChapter {
    Forms() {
      super(front());
    }
  }

  @Nested
  final class Changes extends ChangesChapter {
    Changes() {
      super(front());
    }
  }

  @Nested
  final class Reruns extends RerunsChapter {
    Reruns() {
      super(front());
    }
  }

  @Nested
  final class Replay extends ReplayChapter {
    Replay() {
      super(front());
    }
  }
}
