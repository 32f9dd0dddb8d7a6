package io.flowengine.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Value;
import io.flowengine.spi.Cell;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import io.flowengine.spi.CommitResult.Conflict;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Cells are written by compare-and-set. */
abstract class CellChapter extends Chapter {

  CellChapter(StoreKit kit) {
    super(kit);
  }

  private CommitResult write(String key, long expected, @Nullable Value value) {
    return store().commit(new Commit("a").write("space", key, expected, value), world().now);
  }

  @Test
  void a_cell_that_does_not_exist_has_version_0() {
    assertThat(store().cell("space", "key")).isEqualTo(new Cell("space", "key", 0, Value.NULL));
  }

  @Test
  void every_write_counts_the_version() {
    write("key", 0, Value.of(1));
    write("key", 1, Value.of(2));
    assertThat(store().cell("space", "key")).isEqualTo(new Cell("space", "key", 2, Value.of(2)));
  }

  @Test
  void another_version_than_expected_is_a_conflict_that_gives_the_cell() {
    write("key", 0, Value.of(1));
    assertThat(((Conflict) write("key", 0, Value.of(2))).cells())
        .containsExactly(new Cell("space", "key", 1, Value.of(1)));
    assertThat(((Conflict) write("other", 4, Value.of(2))).cells())
        .containsExactly(new Cell("space", "other", 0, Value.NULL));
  }

  private List<String> listed(String prefix, String after, int limit) {
    return store().cells("space", prefix, after, limit).stream().map(Cell::key).toList();
  }

  @Test
  void cells_are_listed_by_the_beginning_of_their_keys() {
    List.of("open/b", "open/a", "opens", "oper", "open/c", "ope", "open/")
        .forEach(key -> write(key, 0, Value.of(key)));
    var unused =
        store().commit(new Commit("a").write("other", "open/x", 0, Value.of(1)), world().now);

    assertThat(listed("open/", "", 10)).containsExactly("open/", "open/a", "open/b", "open/c");
    assertThat(listed("open/", "open/a", 1)).containsExactly("open/b");
    assertThat(listed("closed/", "", 10)).isEmpty();
    assertThat(store().cells("space", "opens", "", 1))
        .containsExactly(new Cell("space", "opens", 1, Value.of("opens")));
  }

  @Test
  void a_deleted_cell_is_not_listed() {
    write("open/a", 0, Value.of(1));
    write("open/a", 1, null);
    assertThat(listed("open/", "", 10)).isEmpty();
  }

  @Test
  void one_conflict_refuses_all_cells() {
    write("one", 0, Value.of(1));
    Commit commit =
        new Commit("a").write("space", "two", 0, Value.of(2)).write("space", "one", 0, Value.of(3));
    assertThat(store().commit(commit, world().now)).isInstanceOf(Conflict.class);
    assertThat(store().cell("space", "two").version()).isZero();
  }

  @Test
  void a_deleted_cell_does_not_exist() {
    write("key", 0, Value.of(1));
    write("key", 1, null);
    assertThat(store().cell("space", "key").version()).isZero();
    assertThat(write("key", 0, Value.of(2))).isInstanceOf(CommitResult.Committed.class);
  }

  @Test
  void a_check_of_a_cell_that_has_not_changed_lets_the_commit_through() {
    write("key", 0, Value.of(1));
    Cell read = store().cell("space", "key");
    Commit commit = new Commit("a").check(read).write("space", "other", 0, Value.of(2));
    assertThat(store().commit(commit, world().now)).isInstanceOf(CommitResult.Committed.class);
    assertThat(store().cell("space", "key")).isEqualTo(read);
  }

  @Test
  void a_check_of_a_cell_that_has_changed_is_a_conflict_that_gives_the_cell() {
    write("key", 0, Value.of(1));
    Cell read = store().cell("space", "key");
    write("key", 1, Value.of(2));
    Commit commit = new Commit("a").check(read).write("space", "other", 0, Value.of(2));
    assertThat(((Conflict) store().commit(commit, world().now)).cells())
        .containsExactly(new Cell("space", "key", 2, Value.of(2)));
    assertThat(store().cell("space", "other").version()).isZero();
  }

  @Test
  void a_cell_can_be_checked_not_to_exist() {
    Cell absent = store().cell("space", "key");
    assertThat(store().commit(new Commit("a").check(absent), world().now))
        .isInstanceOf(CommitResult.Committed.class);
    write("key", 0, Value.of(1));
    assertThat(store().commit(new Commit("a").check(absent), world().now))
        .isInstanceOf(Conflict.class);
  }

  @Test
  void namespaces_are_apart() {
    write("key", 0, Value.of(1));
    assertThat(store().cell("other space", "key").version()).isZero();
  }
}
