package io.flowengine.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Value;
import io.flowengine.internal.journal.Journal.Answer;
import io.flowengine.internal.journal.Journal.Diverged;
import io.flowengine.internal.journal.Journal.Fresh;
import io.flowengine.internal.journal.Journal.Recorded;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.JournalEntry.Call;
import io.flowengine.spi.JournalEntry.Kind;
import io.flowengine.spi.JournalEntry.Returned;
import io.flowengine.spi.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class JournalTest {
  private static Call call(int number) {
    return new Call(Kind.WRITE, "call", "", number, "n=" + number);
  }

  private static JournalEntry entry(int position, int number) {
    return new JournalEntry(
        1,
        Position.of(position),
        call(number),
        new Returned(Value.of(number)),
        Instant.EPOCH,
        Instant.EPOCH);
  }

  private static Journal recorded(int... numbers) {
    List<JournalEntry> entries = new ArrayList<>();
    for (int number : numbers) {
      entries.add(entry(entries.size() + 1, number));
    }
    return new Journal(entries);
  }

  @Test
  void fa_197_recorded_calls_are_answered_and_the_next_one_is_fresh() {
    Journal journal = recorded(5);
    assertThat(journal.next(call(5))).isEqualTo(new Recorded(entry(1, 5)));
    assertThat(journal.next(call(6))).isEqualTo(new Fresh(Position.of(2)));
  }

  private static Call marker(String id) {
    return new Call(Kind.READ, Journal.PATCHED, id, 0, "");
  }

  private static Journal marked(String id, JournalEntry next) {
    return new Journal(
        List.of(
            new JournalEntry(
                1,
                Position.of(1),
                marker(id),
                new Returned(Value.of(true)),
                Instant.EPOCH,
                Instant.EPOCH),
            next));
  }

  @Test
  void a_run_that_began_before_a_change_goes_on_without_its_marker() {
    Journal journal = recorded(5);
    assertThat(journal.goesOnWithout(marker("change"))).isTrue();
    assertThat(journal.next(call(5))).isEqualTo(new Recorded(entry(1, 5)));
    assertThat(journal.goesOnWithout(marker("change"))).isFalse();
  }

  @Test
  void a_marker_that_was_recorded_is_found_again() {
    Journal journal = marked("change", entry(2, 5));
    assertThat(journal.goesOnWithout(marker("change"))).isFalse();
    assertThat(journal.next(marker("change"))).isInstanceOf(Recorded.class);
    assertThat(journal.next(call(5))).isEqualTo(new Recorded(entry(2, 5)));
  }

  @Test
  void a_marker_that_nobody_asks_for_any_more_is_skipped() {
    assertThat(marked("change", entry(2, 5)).next(call(5))).isEqualTo(new Recorded(entry(2, 5)));
    assertThat(marked("change", entry(2, 5)).goesOnWithout(marker("other"))).isTrue();
    Journal atItsEnd = marked("change", entry(2, 5));
    assertThat(atItsEnd.next(call(5))).isInstanceOf(Recorded.class);
    assertThat(atItsEnd.end()).isEmpty();
  }

  @Test
  void fa_203_another_call_is_found_with_both_sides() {
    Answer answer = recorded(5).next(call(6));
    assertThat(answer).isEqualTo(new Diverged(new Divergence(Position.of(1), call(5), call(6))));
    assertThat(((Diverged) answer).divergence().describe("flow.py, line 3"))
        .contains("position 1", "flow.py, line 3", "call(n=5)", "call(n=6)");
  }

  @Test
  void fa_203_a_flow_that_ends_before_its_journal_is_found() {
    Journal journal = recorded(5, 6);
    Answer unused = journal.next(call(5));
    assertThat(journal.end()).contains(new Divergence(Position.of(2), call(6), null));
  }

  @Test
  void a_journal_that_was_read_to_its_end_has_nothing_to_object() {
    Journal journal = recorded(5);
    Answer unused = journal.next(call(5));
    assertThat(journal.end()).isEmpty();
    assertThat(journal.isReplaying()).isFalse();
  }

  @Test
  void a_hole_in_the_journal_is_found() {
    Journal journal = new Journal(List.of(entry(1, 5), entry(3, 7)));
    Answer unused = journal.next(call(5));
    assertThat(journal.next(call(6))).isInstanceOf(Diverged.class);
  }

  @Test
  void fa_201_equal_step_names_are_numbered_and_skip_names_that_are_taken() {
    Journal journal = new Journal(List.of());
    List<String> keys = new ArrayList<>();
    for (String name : List.of("x", "x_2", "x", "x", "y")) {
      keys.add(journal.key(name));
    }
    assertThat(keys).containsExactly("x", "x_2", "x_3", "x_4", "y");
  }

  @Property
  void a_replay_of_the_same_calls_never_diverges(
      @ForAll @Size(max = 20) List<@IntRange(max = 3) Integer> calls,
      @ForAll @IntRange(max = 20) int recorded) {
    int known = Math.min(recorded, calls.size());
    List<JournalEntry> entries = new ArrayList<>();
    for (int i = 0; i < known; i++) {
      entries.add(entry(i + 1, calls.get(i)));
    }
    Journal journal = new Journal(entries);
    for (int i = 0; i < calls.size(); i++) {
      assertThat(journal.next(call(calls.get(i))))
          .isInstanceOf(i < known ? Recorded.class : Fresh.class);
    }
    assertThat(journal.end()).isEmpty();
  }
}
