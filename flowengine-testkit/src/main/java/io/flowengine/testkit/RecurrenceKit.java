package io.flowengine.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.spi.Recurrence;
import io.flowengine.spi.RecurrenceKind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What the engine relies on in a kind of recurrence. Extend it and say what the kind is, with a
 * rule that it takes and one that it does not.
 */
public abstract class RecurrenceKit {
  private static final int SOME = 50;
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  /** For subclasses. */
  protected RecurrenceKit() {}

  /** {@return the kind, made anew} */
  protected abstract RecurrenceKind kind();

  /** {@return a rule that it takes} */
  protected abstract @Nullable Object rule();

  /** {@return a rule that it refuses} */
  protected abstract @Nullable Object brokenRule();

  private static List<Instant> some(Recurrence recurrence, Instant after) {
    List<Instant> instants = new ArrayList<>();
    Optional<Instant> next = recurrence.next(after);
    while (next.isPresent() && instants.size() < SOME) {
      instants.add(next.get());
      next = recurrence.next(next.get());
    }
    return instants;
  }

  @Test
  void each_instant_is_after_the_one_it_was_asked_for() {
    List<Instant> instants = some(kind().recurrence(rule(), ZONE), BEGIN);

    assertThat(instants).isNotEmpty().isSorted().doesNotHaveDuplicates();
    assertThat(instants.getFirst()).isAfter(BEGIN);
  }

  @Test
  void it_does_not_matter_where_between_two_instants_it_is_asked() {
    Recurrence recurrence = kind().recurrence(rule(), ZONE);
    Instant before = BEGIN;
    for (Instant next : some(recurrence, BEGIN)) {
      Duration gap = Duration.between(before, next);
      assertThat(recurrence.next(before.plus(gap.dividedBy(2)))).contains(next);
      assertThat(recurrence.next(next.minusNanos(1))).contains(next);
      before = next;
    }
  }

  @Test
  void two_that_are_made_of_the_same_rule_give_the_same() {
    assertThat(some(kind().recurrence(rule(), ZONE), BEGIN))
        .isEqualTo(some(kind().recurrence(rule(), ZONE), BEGIN));
  }

  @Test
  void it_remembers_nothing() {
    Recurrence recurrence = kind().recurrence(rule(), ZoneOffset.UTC);
    List<Instant> first = some(recurrence, BEGIN);

    assertThat(some(recurrence, BEGIN.plus(Duration.ofDays(400)))).isSorted();
    assertThat(some(recurrence, BEGIN)).isEqualTo(first);
  }

  @Test
  void a_broken_rule_is_refused_and_the_message_says_what_is_wrong() {
    assertThatThrownBy(() -> kind().recurrence(brokenRule(), ZONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("(?s).{3,}");
  }
}
