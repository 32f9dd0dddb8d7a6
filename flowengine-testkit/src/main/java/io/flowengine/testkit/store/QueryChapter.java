package io.flowengine.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Filter;
import io.flowengine.execution.Page;
import io.flowengine.execution.Query;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.Value;
import io.flowengine.spi.Commit;
import io.flowengine.spi.StoredRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Listings. */
abstract class QueryChapter extends Chapter {

  QueryChapter(StoreKit kit) {
    super(kit);
  }

  private ExecutionRecord create(String name, int priority) {
    world().pass(Duration.ofMillis(1));
    ExecutionRecord record =
        world().record(name, ExecutionStatus.CREATED, priority, null, StoreWorld.REQUIRES);
    return world().create(record, null);
  }

  private List<String> names(Query query) {
    return store().executions(query).items().stream().map(ExecutionRecord::name).toList();
  }

  @Test
  void executions_are_read_in_the_order_of_their_ids_as_far_as_they_exist() {
    ExecutionRecord one = create("one", 0);
    ExecutionRecord two = create("two", 0);
    assertThat(store().executions(List.of(two.id(), ExecutionId.of(1, 1), one.id())))
        .containsExactly(two, one);
  }

  @Test
  void without_an_order_the_oldest_comes_first() {
    create("c", 0);
    create("a", 0);
    create("b", 0);
    assertThat(names(Query.all())).containsExactly("c", "a", "b");
  }

  @Test
  void orders_are_applied_one_after_the_other() {
    create("a", 1);
    create("c", 2);
    create("b", 2);
    assertThat(names(Query.all().orderBy("-priority", "name"))).containsExactly("b", "c", "a");
  }

  @Test
  void filters_are_applied_to_what_is_stored_now() {
    create("a", 1);
    create("b", 2);
    world().held("c").end(ExecutionStatus.ENDED_SUCCESS);
    assertThat(names(Query.where(Filter.eq("priority", 2)))).containsExactly("b");
    assertThat(names(Query.where(Filter.eq("status", "ENDED_SUCCESS")))).containsExactly("c");
    assertThat(names(Query.where(Filter.eq("name", "nobody")))).isEmpty();
  }

  @Test
  void children_are_found_by_their_parent() {
    ExecutionRecord parent = create("parent", 0);
    create("stranger", 0);
    world()
        .create(
            world().record("child", ExecutionStatus.CREATED, 0, parent.id(), StoreWorld.REQUIRES),
            null);
    assertThat(names(Query.where(Filter.eq("parent_execution_id", parent.id().toString()))))
        .containsExactly("child");
  }

  @Test
  void pages_give_everything_once() {
    for (int i = 0; i < 7; i++) {
      create("e" + i, i % 2);
    }
    List<String> seen = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    Query query = Query.all().orderBy("priority").limit(3);
    do {
      Page<ExecutionRecord> page = store().executions(query);
      page.items().forEach(record -> seen.add(record.name()));
      sizes.add(page.items().size());
      query = query.after(page.cursor());
    } while (query.cursor() != null);
    assertThat(sizes).containsExactly(3, 3, 1);
    assertThat(seen).containsExactly("e0", "e2", "e4", "e6", "e1", "e3", "e5");
  }

  @Test
  void a_page_goes_on_behind_the_last_one_whatever_was_created_meanwhile() {
    create("b", 0);
    create("d", 0);
    Query query = Query.all().orderBy("name").limit(1);
    Page<ExecutionRecord> first = store().executions(query);
    create("a", 0);
    create("c", 0);
    assertThat(names(query.after(first.cursor()).limit(10))).containsExactly("c", "d");
  }

  @Test
  void the_last_page_has_no_cursor() {
    create("a", 0);
    create("b", 0);
    assertThat(store().executions(Query.all().limit(2)).next()).isEmpty();
    assertThat(store().executions(Query.all().limit(1)).next()).isPresent();
  }

  @Test
  void records_are_listed_by_type_with_the_deleted_ones_marked() {
    StoredRecord one = StoreWorld.setting("s1", "one", 1, 1);
    StoredRecord two = StoreWorld.setting("s2", "two", 1, 2);
    world().committed(new Commit("a").write(one, 0).write(two, 0));
    world().committed(new Commit("a").write(StoreWorld.deleted(one), 1));
    Query undeleted = Query.where(Filter.eq("is_deleted", false)).orderBy("name");
    assertThat(store().records(RecordType.SETTING, undeleted).items()).containsExactly(two);
    assertThat(store().records(RecordType.SETTING, Query.all().orderBy("-name")).items())
        .containsExactly(two, StoreWorld.deleted(one));
    assertThat(store().records(RecordType.FILE, Query.all()).items()).isEmpty();
  }

  private static StoredRecord of(String id, String project, @Nullable Instant createdAt) {
    Map<String, @Nullable Object> fields = new HashMap<>();
    fields.put("project_id", project);
    fields.put("created_at", createdAt);
    return new StoredRecord(RecordType.TAG, id, id, false, 1, Value.of(fields));
  }

  @Test
  void records_are_listed_by_age_and_project_page_by_page() {
    Instant start = Instant.parse("2030-01-01T00:00:00Z");
    StoredRecord late = of("1", "p", start.plusSeconds(9));
    StoredRecord early = of("2", "p", start);
    StoredRecord ageless = of("3", "p", null);
    StoredRecord foreign = of("4", "q", start.plusSeconds(1));
    world()
        .committed(
            new Commit("a").write(late, 0).write(early, 0).write(ageless, 0).write(foreign, 0));
    Query ofProject = Query.where(Filter.eq("project_id", "p")).limit(2);
    Page<StoredRecord> first = store().records(RecordType.TAG, ofProject);
    Filter young = new Filter.Condition("created_at", Filter.Op.GT, start);

    assertThat(first.items()).containsExactly(early, late);
    assertThat(store().records(RecordType.TAG, ofProject.after(first.cursor())).items())
        .containsExactly(ageless);
    assertThat(store().records(RecordType.TAG, Query.where(young)).items())
        .containsExactly(foreign, late);
  }

  @Test
  void records_are_filtered_by_their_fields() {
    StoredRecord one = StoreWorld.setting("s1", "one", 1, 1);
    StoredRecord two = StoreWorld.setting("s2", "two", 1, 2);
    world().committed(new Commit("a").write(one, 0).write(two, 0));
    assertThat(store().records(RecordType.SETTING, Query.where(Filter.eq("value", 2))).items())
        .containsExactly(two);
  }
}
