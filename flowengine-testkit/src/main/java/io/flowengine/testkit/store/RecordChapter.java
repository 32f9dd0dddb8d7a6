package io.flowengine.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import io.flowengine.spi.CommitResult.Conflict;
import io.flowengine.spi.StoredRecord;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Records that are not executions. */
abstract class RecordChapter extends Chapter {
  private static final StoredRecord FIRST = StoreWorld.setting("s1", "one", 1, 1);
  private static final StoredRecord SECOND = StoreWorld.setting("s1", "one", 2, 2);

  RecordChapter(StoreKit kit) {
    super(kit);
  }

  private CommitResult write(StoredRecord record, long expected) {
    return store().commit(new Commit("a").write(record, expected), world().now);
  }

  private Optional<StoredRecord> byName(String name) {
    return store().record(new RecordRef(RecordType.SETTING, "name", name));
  }

  private Optional<StoredRecord> byId(String id) {
    return store().record(new RecordRef(RecordType.SETTING, "id", id));
  }

  @Test
  void a_written_record_is_found_by_name_and_id() {
    write(FIRST, 0);
    assertThat(byName("one")).contains(FIRST);
    assertThat(byId("s1")).contains(FIRST);
    assertThat(byName("two")).isEmpty();
    assertThat(store().record(new RecordRef(RecordType.PROJECT, "name", "one"))).isEmpty();
  }

  @Test
  void a_record_is_written_over_its_expected_version_only() {
    write(FIRST, 0);
    assertThat(write(SECOND, 0)).isInstanceOf(Conflict.class);
    assertThat(byId("s1")).contains(FIRST);
    assertThat(write(SECOND, 1)).isInstanceOf(CommitResult.Committed.class);
    assertThat(byId("s1")).contains(SECOND);
  }

  @Test
  void a_conflict_gives_the_record_as_it_is() {
    write(FIRST, 0);
    assertThat(((Conflict) write(StoreWorld.setting("s1", "one", 6, 9), 5)).records())
        .containsExactly(FIRST);
  }

  @Test
  void a_conflict_about_a_missing_record_gives_a_deleted_one_of_version_0() {
    assertThat(((Conflict) write(SECOND, 1)).records())
        .containsExactly(StoredRecord.missing(RecordType.SETTING, "s1"));
  }

  @Test
  void a_name_is_taken_by_one_record_of_a_type() {
    write(FIRST, 0);
    assertThat(((Conflict) write(StoreWorld.setting("s2", "one", 1, 5), 0)).records())
        .containsExactly(FIRST);
    StoredRecord project =
        new StoredRecord(RecordType.PROJECT, "p1", "one", false, 1, FIRST.fields());
    assertThat(write(project, 0)).isInstanceOf(CommitResult.Committed.class);
  }

  @Test
  void a_renamed_record_gives_its_name_away() {
    write(FIRST, 0);
    write(StoreWorld.setting("s1", "two", 2, 1), 1);
    assertThat(byName("one")).isEmpty();
    assertThat(byName("two")).isPresent();
    assertThat(write(StoreWorld.setting("s2", "one", 1, 5), 0))
        .isInstanceOf(CommitResult.Committed.class);
  }

  @Test
  void a_deleted_record_is_found_by_id_only_and_gives_its_name_away() {
    write(FIRST, 0);
    StoredRecord deleted = StoreWorld.deleted(FIRST);
    write(deleted, 1);
    assertThat(byName("one")).isEmpty();
    assertThat(byId("s1")).contains(deleted);
    assertThat(write(StoreWorld.setting("s2", "one", 1, 5), 0))
        .isInstanceOf(CommitResult.Committed.class);
    assertThat(byName("one").orElseThrow().id()).isEqualTo("s2");
  }

  @Test
  void a_checked_record_must_not_have_changed() {
    write(FIRST, 0);
    Commit good = new Commit("a").check(FIRST).notify("x");
    assertThat(store().commit(good, world().now)).isInstanceOf(CommitResult.Committed.class);
    write(SECOND, 1);
    Commit bad = new Commit("a").check(FIRST).write(StoreWorld.setting("s9", "nine", 1, 9), 0);
    assertThat(store().commit(bad, world().now)).isInstanceOf(Conflict.class);
    assertThat(byId("s9")).isEmpty();
  }
}
