package io.flowengine.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Query;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.Value;
import io.flowengine.spi.Commit;
import io.flowengine.spi.StoredRecord;
import io.flowengine.testkit.store.StoreWorld.Lease;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is removed is gone with all that belongs to it, and nothing else is. */
abstract class RemovalChapter extends Chapter {

  RemovalChapter(StoreKit kit) {
    super(kit);
  }

  private Lease busy(String name, ExecutionId dependency) {
    Lease lease = world().held(name);
    world()
        .committed(
            lease
                .commit()
                .journal(world().entry(1, "call"))
                .log(world().line("line"))
                .dependency(dependency));
    return lease;
  }

  @Test
  void an_ended_execution_is_removed_with_all_that_belongs_to_it() {
    Lease other = world().held("other");
    Lease lease = busy("one", other.id());
    lease.end(ExecutionStatus.ENDED_SUCCESS);
    store().remove(List.of(lease.id()), List.of());

    assertThat(store().executions(List.of(lease.id()))).isEmpty();
    assertThat(store().executions(Query.all()).items())
        .extracting(record -> record.id())
        .containsExactly(other.id());
    assertThat(store().journal(lease.id())).isEmpty();
    assertThat(store().log(lease.id(), 0, 10)).isEmpty();
    assertThat(store().dependencies(lease.id())).isEmpty();
    assertThat(store().standing(lease.id())).isEmpty();
  }

  @Test
  void an_execution_that_has_not_ended_stays() {
    Lease other = world().held("other");
    Lease lease = busy("one", other.id());
    store().remove(List.of(lease.id(), other.id()), List.of());

    assertThat(store().executions(List.of(lease.id(), other.id()))).hasSize(2);
    assertThat(store().journal(lease.id())).hasSize(1);
    assertThat(store().log(lease.id(), 0, 10)).hasSize(1);
  }

  @Test
  void what_others_have_stays() {
    Lease other = world().held("other");
    Lease kept = busy("kept", other.id());
    Lease lease = busy("one", other.id());
    lease.end(ExecutionStatus.ENDED_SUCCESS);
    store().remove(List.of(lease.id()), List.of());

    assertThat(store().journal(kept.id())).hasSize(1);
    assertThat(store().log(kept.id(), 0, 10)).hasSize(1);
    assertThat(store().dependencies(kept.id())).containsExactly(other.id());
  }

  @Test
  void a_record_is_removed_and_its_name_is_free() {
    StoredRecord first = new StoredRecord(RecordType.SETTING, "1", "s", false, 1, Value.EMPTY);
    StoredRecord second = new StoredRecord(RecordType.SETTING, "2", "s", false, 1, Value.EMPTY);
    world().committed(new Commit("a").write(first, 0));
    store().remove(List.of(), List.of(new RecordRef(RecordType.SETTING, "id", "1")));
    assertThat(store().record(RecordRef.of(RecordType.SETTING, "s"))).isEmpty();
    world().committed(new Commit("a").write(second, 0));

    assertThat(store().record(RecordRef.of(RecordType.SETTING, "s"))).contains(second);
  }

  @Test
  void removing_what_is_gone_does_nothing() {
    Lease lease = world().held("one");
    lease.end(ExecutionStatus.ENDED_SUCCESS);
    store().remove(List.of(lease.id()), List.of());
    store()
        .remove(List.of(lease.id()), List.of(new RecordRef(RecordType.SETTING, "id", "nothing")));

    assertThat(store().executions(Query.all()).items()).isEmpty();
  }
}
