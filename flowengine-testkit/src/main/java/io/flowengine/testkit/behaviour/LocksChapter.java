package io.flowengine.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.HeldLock;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.LogEntry;
import io.flowengine.execution.LogLevel;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Section 7: settings as locks. */
abstract class LocksChapter extends Chapter {
  LocksChapter(Front front) {
    super(front);
  }

  @BeforeEach
  void a_setting_exists() {
    succeeded(play(saveSetting("door", "closed")));
  }

  /** Starts a flow of its own. */
  private Execution player(String name, Move... moves) {
    return world.started(world.prepare(moves).name(name));
  }

  /** Starts a flow that locks the door and keeps it until its message is answered. */
  private Execution holder(String name) {
    return player(name, acquire("door"), ask(name), release("door"), put("done", true));
  }

  private Execution waiter(String name) {
    Execution waiter = holder(name);
    ends(waiter, ExecutionStatus.WAITING);
    assertThat(open()).doesNotContain(name);
    return waiter;
  }

  /** Who is behind the door: the subjects of the open messages. */
  private List<String> open() {
    return world.engine().openMessages().stream().map(message -> message.subject()).toList();
  }

  private List<HeldLock> locks() {
    return world.engine().operations().locks();
  }

  private static ExecutionId id(Execution execution) {
    return execution.id();
  }

  // ---------------------------------------------------------------- locking

  @Test
  void fa_113_a_free_lock_is_acquired_at_once() {
    succeeded(player("a", acquire("door"), release("door")));
    assertThat(locks()).isEmpty();
  }

  @Test
  void fa_113_acquire_waits_while_another_execution_holds_the_lock() {
    Execution first = holder("first");
    Execution second = waiter("second");

    world.answer("first");
    succeeded(first);
    assertThat(open()).containsExactly("second");
    world.answer("second");
    succeeded(second);
    assertThat(locks()).isEmpty();
  }

  @Test
  void fa_113_a_timeout_raises_and_the_lock_stays_with_its_holder() {
    Execution first = holder("first");
    Execution second =
        player("second", attempt(acquire("door").with("timeout", 30)), put("error", caught()));
    world.advanceSeconds(29);
    ends(second, ExecutionStatus.WAITING);
    world.advanceSeconds(1);

    assertThat(succeeded(second)).containsEntry("error", "LockTimeoutError");
    assertThat(locks()).extracting(HeldLock::holder).containsExactly(id(first));
  }

  @Test
  void fa_48_a_timeout_of_zero_looks_once() {
    Execution free = player("a", acquire("door").with("timeout", 0), release("door"));
    succeeded(free);
    holder("first");
    Execution second =
        player("b", attempt(acquire("door").with("timeout", 0)), put("error", caughtMessage()));

    assertThat((String) succeeded(second).get("error")).contains("door").contains("within 0 s");
    assertThat(locks()).extracting(HeldLock::waiting).containsExactly(List.of());
  }

  @Test
  void fa_113_who_timed_out_is_passed_over() {
    holder("first");
    Execution second = player("second", attempt(acquire("door").with("timeout", 5)), ask("late"));
    Execution third = waiter("third");
    world.advanceSeconds(5);
    ends(second, ExecutionStatus.WAITING);
    world.answer("first");

    assertThat(locks()).extracting(HeldLock::holder).containsExactly(id(third));
    assertThat(open()).containsExactly("late", "third");
  }

  // ---------------------------------------------------------------- ownership

  @Test
  void fa_114_another_execution_may_release() {
    Execution first = holder("first");
    waiter("second");
    succeeded(player("other", release("door")));

    assertThat(open()).containsExactly("first", "second");
    ends(first, ExecutionStatus.WAITING);
  }

  @Test
  void fa_114_a_lock_is_not_freed_when_its_holder_ends() {
    Execution first = player("first", acquire("door"));
    succeeded(first);
    Execution second = waiter("second");

    assertThat(locks())
        .singleElement()
        .satisfies(
            lock -> {
              assertThat(lock.setting()).isEqualTo("door");
              assertThat(lock.holder()).isEqualTo(id(first));
              assertThat(lock.waiting()).containsExactly(id(second));
            });
  }

  @Test
  void fa_115_grants_are_first_come_first_served() {
    holder("1");
    List<Execution> waiting = List.of(waiter("2"), waiter("3"), waiter("4"), waiter("5"));

    assertThat(locks().getFirst().waiting())
        .containsExactlyElementsOf(waiting.stream().map(Execution::id).toList());
    for (String next : List.of("1", "2", "3", "4", "5")) {
      assertThat(open()).containsExactly(next);
      world.answer(next);
    }
    waiting.forEach(Chapter::succeeded);
  }

  @Test
  void fa_115_acquire_by_the_holder_returns_at_once_and_does_not_count() {
    Execution first = player("first", acquire("door"), acquire("door"), release("door"));

    succeeded(first);
    assertThat(locks()).isEmpty();
  }

  @Test
  void fa_115_release_of_a_free_lock_does_nothing() {
    succeeded(player("first", release("door"), release("door")));
    succeeded(player("second", acquire("door"), release("door")));
  }

  @Test
  void fa_115_both_return_the_setting() {
    Execution main =
        play(
            acquire("door").into("a"),
            release("door").into("b"),
            put("r", List.of(known("a"), known("b"))));
    RecordRef door = RecordRef.of(RecordType.SETTING, "door");

    assertThat(succeeded(main)).containsEntry("r", List.of(door, door));
  }

  @Test
  void fa_115_a_missing_setting_raises() {
    Execution main =
        play(
            attempt(acquire("window")),
            put("acquire", caught()),
            attempt(release("window")),
            put("release", caughtMessage()));

    assertThat(succeeded(main)).containsEntry("acquire", "ResourceNotFoundError");
    assertThat((String) outputs(main).get("release")).contains("window");
  }

  @Test
  void fa_115_a_setting_that_is_deleted_meanwhile_raises() {
    holder("first");
    Execution second = player("second", attempt(acquire("door")), put("error", caught()));
    ends(second, ExecutionStatus.WAITING);
    succeeded(player("other", record("delete_record", "setting", "door")));

    assertThat(succeeded(second)).containsEntry("error", "ResourceNotFoundError");
  }

  @Test
  void fa_116_an_execution_that_ends_while_it_holds_a_lock_says_so_in_its_log() {
    Execution holds = player("a", acquire("door"));
    Execution released = player("b", release("door"), acquire("door"), release("door"));

    assertThat(holds.log())
        .filteredOn(line -> line.level() == LogLevel.WARNING)
        .extracting(LogEntry::text)
        .singleElement()
        .asString()
        .contains("<setting door>");
    assertThat(released.log()).isEmpty();
  }

  @Test
  void fa_116_reading_and_writing_the_value_needs_no_lock() {
    holder("first");
    waiter("second");
    Execution other =
        player(
            "other",
            saveSetting("door", "open"),
            put("v", recordField("setting", "door", "value")));

    assertThat(succeeded(other)).containsEntry("v", "open");
    world.answer("first");
    assertThat(open()).containsExactly("second");
  }

  @Test
  void fa_116_a_host_lists_locks_and_frees_them() {
    Execution first = player("first", acquire("door"));
    Execution second = waiter("second");
    assertThat(locks()).extracting(HeldLock::holder).containsExactly(id(first));

    assertThat(world.engine().operations().releaseLock("door")).isTrue();
    world.time().settle();
    assertThat(locks()).extracting(HeldLock::holder).containsExactly(id(second));
    assertThat(open()).containsExactly("second");
    world.answer("second");
    assertThat(world.engine().operations().releaseLock("door")).isFalse();
    assertThatThrownBy(() -> world.engine().operations().releaseLock("window"))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void fa_116_a_host_frees_a_lock_from_the_holder_it_saw_and_from_nobody_else() {
    player("first", acquire("door"));
    Execution second = waiter("second");
    HeldLock seen = locks().getFirst();

    assertThat(world.engine().operations().releaseLock(seen)).isTrue();
    world.time().settle();
    assertThat(world.engine().operations().releaseLock(seen)).isFalse();

    assertThat(locks()).extracting(HeldLock::holder).containsExactly(id(second));
    world.answer("second");
  }

  @Test
  void a_wait_for_a_lock_names_setting_and_holder() {
    Execution first = holder("first");
    Execution second = waiter("second");

    assertThat(world.engine().operations().diagnose(id(second)).toText())
        .contains("acquire")
        .contains("setting 'door'")
        .contains(id(first).toString());
  }

  // ---------------------------------------------------------------- accidents

  @Test
  void fa_211_holder_and_waiter_survive_a_crash() {
    Execution first = holder("first");
    waiter("second");
    world.crash();

    assertThat(open()).containsExactly("first");
    assertThat(locks()).extracting(HeldLock::holder).containsExactly(id(first));
    world.answer("first");
    assertThat(open()).containsExactly("second");
    world.answer("second");
    succeeded(world.named("second"));
    assertThat(locks()).isEmpty();
  }

  @Test
  void fa_211_a_wait_for_a_lock_keeps_its_deadline_over_a_restart() {
    holder("first");
    player("second", attempt(acquire("door").with("timeout", 120)), put("error", caught()));
    world.crash();
    world.advanceSeconds(120);

    assertThat(succeeded(world.named("second"))).containsEntry("error", "LockTimeoutError");
  }

  @Test
  void fa_211_a_lock_that_is_released_while_the_waiter_is_not_in_memory_wakes_it() {
    holder("first");
    waiter("second");
    world.evict();
    world.answer("first");

    assertThat(open()).containsExactly("second");
  }

  @Test
  void fa_211_a_replay_locks_nothing_again() {
    Execution first =
        player("first", acquire("door"), release("door"), ask("pause"), put("after", 1));
    holder("second");
    world.crash();
    world.answer("pause");

    assertThat(succeeded(world.named("first"))).containsEntry("after", 1L);
    assertThat(calls(first)).containsOnlyOnce("acquire").containsOnlyOnce("release");
    assertThat(open()).containsExactly("second");
  }

  @Test
  void fa_74_who_is_cancelled_while_it_waits_is_passed_over() {
    holder("first");
    Execution second = player("second", ensure(moves(acquire("door")), ask("clean-up")));
    Execution third = waiter("third");
    world.cancel(second);
    world.answer("first");

    assertThat(open()).containsExactly("clean-up", "third");
    assertThat(locks()).extracting(HeldLock::holder).containsExactly(id(third));
    world.answer("clean-up");
    ends(second, ExecutionStatus.ENDED_CANCELLED);
  }

  @Test
  void who_is_ended_by_force_while_it_waits_holds_nobody_up() {
    holder("first");
    Execution second = waiter("second");
    Execution third = waiter("third");
    world.engine().operations().forceEnd(id(second), "out");
    world.time().settle();
    world.answer("first");

    assertThat(open()).containsExactly("third");
    assertThat(locks()).extracting(HeldLock::holder).containsExactly(id(third));
  }

  @Test
  void a_lock_that_was_offered_to_who_is_ended_by_force_passes_on() {
    holder("first");
    Execution second = waiter("second");
    Execution third = waiter("third");
    world.pause(second);
    world.answer("first");
    assertThat(locks()).extracting(HeldLock::holder).containsExactly(id(second));
    world.engine().operations().forceEnd(id(second), "out");
    world.time().settle();

    assertThat(open()).containsExactly("third");
    assertThat(locks()).extracting(HeldLock::holder).containsExactly(id(third));
  }

  @Test
  void fa_125_a_paused_waiter_keeps_its_place() {
    holder("first");
    Execution second = waiter("second");
    Execution third = waiter("third");
    world.pause(second);
    world.answer("first");
    Execution fourth = waiter("fourth");
    assertThat(open()).isEmpty();
    world.resume(second);

    assertThat(open()).containsExactly("second");
    world.answer("second");
    assertThat(locks()).extracting(HeldLock::holder).containsExactly(id(third));
    assertThat(locks()).extracting(HeldLock::waiting).containsExactly(List.of(id(fourth)));
  }

  @Test
  void fa_53_waiting_for_a_lock_holds_no_worker() {
    world.reopenWithOneWorker();
    holder("1");
    waiter("2");
    waiter("3");
    succeeded(player("free", put("done", 1)));
    world.answer("1");
    world.answer("2");
    world.answer("3");

    assertThat(locks()).isEmpty();
  }
}
