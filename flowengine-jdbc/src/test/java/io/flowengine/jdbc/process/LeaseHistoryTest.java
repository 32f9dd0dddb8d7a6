package io.flowengine.jdbc.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.jdbc.PostgresServer;
import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** The judge of several nodes finds what it looks for. Node {@code a-1} is alive from 0 to 10 s. */
class LeaseHistoryTest {
  private final AuditedSchema schema = new AuditedSchema();

  LeaseHistoryTest() throws SQLException, IOException {
    write("audit_nodes (backend, node, alive_until, at) VALUES (1, 'a-1', 10000000, 0)");
    write("audit_nodes (backend, node, alive_until, at) VALUES (2, 'b-1', 99000000, 0)");
    held(null, "a-1", 0, 1, null, "RUNNING", 1);
  }

  private void write(String row) throws SQLException {
    PostgresServer.SERVER.execute("INSERT INTO " + schema.name() + "." + row);
  }

  private void held(
      String before, String after, int oldEpoch, int epoch, String was, String is, long second)
      throws SQLException {
    write(
        "audit_executions (id, old_node, new_node, old_epoch, new_epoch, old_status, new_status,"
            + " at) VALUES ('x', %s, %s, %d, %d, %s, %s, %d)"
                .formatted(
                    text(before),
                    text(after),
                    oldEpoch,
                    epoch,
                    text(was),
                    text(is),
                    second * 1_000_000));
  }

  private static String text(String value) {
    return value == null ? "NULL" : "'" + value + "'";
  }

  private void recorded(int backend, boolean again, String holder, long second)
      throws SQLException {
    write(
        "audit_journal (backend, execution_id, position, call_key, was_complete, is_complete,"
            + " holder, at) VALUES (%d, 'x', '1', 'step', %s, true, '%s', %d)"
                .formatted(backend, again, holder, second * 1_000_000));
  }

  @Test
  void what_is_in_order_has_no_findings() throws SQLException {
    recorded(1, false, "a-1", 2);
    held("a-1", "b-1", 1, 2, "RUNNING", "RUNNING", 20);
    held("b-1", null, 2, 2, "RUNNING", "ENDED_SUCCESS", 21);
    assertThat(new LeaseHistory(schema).findings()).isEmpty();
  }

  @Test
  void a_claim_against_a_lease_that_lives_is_found() throws SQLException {
    held("a-1", "b-1", 1, 2, "RUNNING", "RUNNING", 5);
    assertThat(new LeaseHistory(schema).findings())
        .singleElement()
        .asString()
        .startsWith("taken from a node whose lease lives");
  }

  @Test
  void a_claim_that_does_not_raise_the_epoch_is_found() throws SQLException {
    held("a-1", "b-1", 1, 1, "RUNNING", "RUNNING", 20);
    assertThat(new LeaseHistory(schema).findings())
        .singleElement()
        .asString()
        .startsWith("a claim does not raise the epoch");
  }

  @Test
  void two_ends_are_found() throws SQLException {
    held("a-1", null, 1, 1, "RUNNING", "ENDED_SUCCESS", 2);
    held(null, null, 1, 1, "ENDED_SUCCESS", "ENDED_ERROR", 3);
    assertThat(new LeaseHistory(schema).findings())
        .singleElement()
        .asString()
        .startsWith("an ended execution changes");
  }

  @Test
  void a_writer_that_does_not_hold_the_lease_is_found() throws SQLException {
    recorded(2, false, "a-1", 2);
    assertThat(new LeaseHistory(schema).findings())
        .singleElement()
        .asString()
        .startsWith("b-1 writes and does not hold it");
  }

  @Test
  void an_entry_that_is_written_again_is_found() throws SQLException {
    recorded(1, true, "a-1", 2);
    assertThat(new LeaseHistory(schema).findings())
        .singleElement()
        .asString()
        .startsWith("a completed entry is written again");
  }

  @Test
  void a_recorded_step_that_runs_again_is_found() throws SQLException {
    recorded(1, false, "a-1", 2);
    write("bodies (node, step, at) VALUES ('a', 'x/step', 3000000)");
    assertThat(new LeaseHistory(schema).findings())
        .singleElement()
        .asString()
        .startsWith("a recorded step runs again");
  }
}
