package io.flowengine.internal.element;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.internal.environment.SystemEnvironment;
import io.flowengine.spi.Environment;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads for tasks, on the machine as it is. */
@Timeout(60)
class TaskThreadsTest {
  private static final int MANY = 200;

  private final Environment environment = new SystemEnvironment();
  private final Queue<Thread> started = new ConcurrentLinkedQueue<>();
  private final TaskThreads threads =
      new TaskThreads(environment, body -> started.add(Thread.ofVirtual().start(body)));

  @AfterEach
  void close() {
    threads.close();
  }

  /** Has so many tasks block, all at once, and lets them go. */
  private void block(int count) throws InterruptedException {
    CountDownLatch blocked = new CountDownLatch(count);
    CountDownLatch released = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      threads.execute(
          () -> {
            blocked.countDown();
            await(released);
            ended.countDown();
          });
    }
    blocked.await();
    released.countDown();
    ended.await();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void tasks_that_block_do_not_keep_others_waiting() throws InterruptedException {
    block(MANY);
    assertThat(started).hasSizeGreaterThanOrEqualTo(MANY);
  }

  @Test
  void threads_that_rest_are_taken_before_others_are_made() throws InterruptedException {
    for (int round = 0; round < 20; round++) {
      block(MANY);
    }
    assertThat(started).hasSizeLessThan(10 * MANY);
  }

  @Test
  void tasks_that_do_not_block_share_few_threads() throws InterruptedException {
    int count = 10_000;
    CountDownLatch ended = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      threads.execute(ended::countDown);
    }
    ended.await();
    assertThat(started.stream().filter(Thread::isAlive).count()).isLessThan(50);
  }

  @Test
  void at_the_end_none_is_left() throws InterruptedException {
    block(MANY);
    threads.close();
    for (Thread each : started) {
      each.join();
    }
    assertThat(started).noneMatch(Thread::isAlive);
  }

  @Test
  void those_that_nothing_is_found_for_are_let_go_by_and_by() throws InterruptedException {
    block(MANY);
    while (started.stream().anyMatch(Thread::isAlive)) {
      threads.trim();
      Thread.onSpinWait();
    }
    assertThat(threads.haveIdle()).isFalse();
  }
}
