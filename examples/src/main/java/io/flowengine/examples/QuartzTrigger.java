package io.flowengine.examples;

import io.flowengine.execution.ExecutionId;
import io.flowengine.spi.Environment;
import io.flowengine.spi.Scheduler;
import java.time.Instant;
import java.util.Date;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.SchedulerException;
import org.quartz.TriggerBuilder;

/**
 * An engine that is woken by the scheduler its host has anyway. Quartz may lose or repeat calls as
 * it likes: what is due stands in the engine's store.
 */
public final class QuartzTrigger implements Scheduler {
  private final org.quartz.Scheduler quartz;

  /**
   * Makes a trigger for one engine.
   *
   * @param quartz the scheduler of the host, which starts it and shuts it down
   */
  public QuartzTrigger(org.quartz.Scheduler quartz) {
    this.quartz = quartz;
  }

  @Override
  public void start(Environment environment, Trigger trigger) {
    try {
      quartz.getContext().put(Due.class.getName(), trigger);
      quartz.addJob(JobBuilder.newJob(Due.class).withIdentity("due").storeDurably().build(), true);
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz did not take the job", e);
    }
  }

  @Override
  @SuppressWarnings("JavaUtilDate") // Quartz knows no other
  public void arm(Instant at, ExecutionId execution) {
    // Quartz counts milliseconds; the next full one is not too early
    Date date = new Date(at.plusNanos(999_999).toEpochMilli());
    try {
      quartz.scheduleJob(
          TriggerBuilder.newTrigger()
              .forJob("due")
              .startAt(date)
              .usingJobData("execution", execution.toString())
              .build());
    } catch (SchedulerException e) {
      System.err.println("Not armed, the engine's next sweep finds it: " + e);
    }
  }

  @Override
  public void close() {
    try {
      quartz.getContext().remove(Due.class.getName());
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz did not forget the engine", e);
    }
  }

  /** What Quartz runs. */
  public static final class Due implements Job {
    /** Called by Quartz. */
    public Due() {}

    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
      try {
        Object trigger = context.getScheduler().getContext().get(Due.class.getName());
        if (trigger instanceof Trigger engine) {
          engine.due(ExecutionId.of(context.getMergedJobDataMap().getString("execution")));
        }
      } catch (SchedulerException e) {
        throw new JobExecutionException(e);
      }
    }
  }
}
