package io.flowengine.examples;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.flowengine.FlowEngine;
import io.flowengine.spi.Scheduler;
import io.flowengine.testkit.SchedulerKit;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quartz.SchedulerException;
import org.quartz.impl.StdSchedulerFactory;

/** The example keeps the contract of a scheduler, on a Quartz in memory. */
class QuartzTriggerTest extends SchedulerKit {
  private final org.quartz.Scheduler quartz;

  QuartzTriggerTest() throws SchedulerException {
    Properties properties = new Properties();
    properties.setProperty("org.quartz.scheduler.instanceName", "host-" + hashCode());
    properties.setProperty("org.quartz.threadPool.threadCount", "2");
    properties.setProperty("org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore");
    quartz = new StdSchedulerFactory(properties).getScheduler();
  }

  @BeforeEach
  void startQuartz() throws SchedulerException {
    quartz.start();
  }

  @AfterEach
  void stopQuartz() throws SchedulerException {
    quartz.shutdown(true);
  }

  @Override
  protected Scheduler open() {
    return new QuartzTrigger(quartz);
  }

  @Override
  protected boolean hasOwnClock() {
    return true;
  }

  @Test
  void a_flow_that_sleeps_is_woken_by_quartz() {
    try (FlowEngine engine =
        FlowEngine.builder()
            .scheduler(new QuartzTrigger(quartz))
            .flow(
                "nap",
                (system, self, inputs) -> {
                  self.sleep(ofMillis(200));
                  return "awake";
                })
            .build()) {
      // the sweep, which would find it too, comes after 30 s
      assertThat(engine.flow("nap").start().await(ofSeconds(20))).hasOutput("result", "awake");
    }
  }
}
