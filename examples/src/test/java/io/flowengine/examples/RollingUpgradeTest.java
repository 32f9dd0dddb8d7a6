package io.flowengine.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.element.ElementStatus;
import io.flowengine.element.RunResult;
import io.flowengine.element.RunStatus;
import org.junit.jupiter.api.Test;

class RollingUpgradeTest {
  @Test
  void all_servers_are_upgraded_and_the_master_is_the_last_of_them() throws Exception {
    try (RollingUpgrade upgrade = new RollingUpgrade()) {
      RunResult run = upgrade.run("16");
      assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
      assertThat(run.order()).containsExactly("db2", "db3", "db4", "db5", "db1");
      assertThat(upgrade.versions())
          .containsEntry("db1", "16 replica open")
          .containsEntry("db2", "16 master open")
          .containsEntry("db5", "16 replica open");
    }
  }

  @Test
  void a_version_that_does_not_get_healthy_stops_at_the_canary_and_is_rolled_back()
      throws Exception {
    try (RollingUpgrade upgrade = new RollingUpgrade()) {
      RunResult run = upgrade.run("16-broken");
      assertThat(run.status()).isEqualTo(RunStatus.ABORTED);
      assertThat(run.elements(ElementStatus.FAILED)).containsExactly("db2");
      assertThat(run.elements(ElementStatus.NOT_STARTED))
          .containsExactly("db3", "db4", "db5", "db1");
      assertThat(upgrade.versions())
          .containsEntry("db1", "15 master open")
          .containsEntry("db2", "15 replica open");
    }
  }
}
