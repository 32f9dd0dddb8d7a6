package io.flowengine.python;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import io.flowengine.testkit.VirtualTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Time and randomness of scripts replay the same way. The extension replays every execution after
 * its test and compares, so it is enough here to use them.
 */
class RecordedTimeAndRandomnessTest extends ScriptTest {
  private static final String EVERYTHING =
      """
      import datetime, os, random, secrets, time, uuid
      from random import shuffle, randint
      def handler(system, this, inputs):
          def look():
              letters = list('abcdefgh')
              shuffle(letters)
              return [
                  time.time(), time.time_ns(), time.monotonic(), time.monotonic_ns(),
                  time.perf_counter(), list(time.localtime()), list(time.gmtime()),
                  time.strftime('%Y-%m-%d %H:%M:%S'), time.ctime(), time.asctime(),
                  datetime.datetime.now().isoformat(), datetime.datetime.now(datetime.timezone.utc).isoformat(),
                  datetime.datetime.utcnow().isoformat(), datetime.datetime.today().isoformat(),
                  datetime.date.today().isoformat(),
                  random.random(), randint(1, 10 ** 9), random.Random().random(), random.gauss(0, 1),
                  ''.join(letters), random.choice(letters), random.sample(range(1000), 3),
                  str(uuid.uuid1()), str(uuid.uuid4()), secrets.token_hex(8), os.urandom(4).hex(),
                  random.SystemRandom().randint(0, 10 ** 9), secrets.randbelow(10 ** 9),
                  list({'x', 'y', 'z', 'some', 'other', 'words'}), hash('text'),
              ]
          first = look()
          this.sleep(inputs['seconds'])
          second = look()
          return {'first': first, 'second': second}
      """;

  @Test
  void fa_199_200_everything_replays_after_a_crash() {
    flows.script("main", EVERYTHING);
    Execution main = flows.engine().flow("main").input("seconds", 86_400).start();
    flows.time().settle();
    flows.crash();
    Execution again = flows.engine().execution(main.id());
    assertThat(again.await(ofSeconds(60))).succeeded();
    List<?> first = (List<?>) again.outputs().get("first");
    List<?> second = (List<?>) again.outputs().get("second");
    assertThat(((Number) second.getFirst()).doubleValue())
        .isGreaterThanOrEqualTo(((Number) first.getFirst()).doubleValue() + 86_400);
    assertThat(new HashSet<>(first.subList(15, 28))).hasSizeGreaterThan(10);
    assertThat(first.subList(15, 28)).isNotEqualTo(second.subList(15, 28));
  }

  @Test
  void fa_199_time_follows_the_clock_of_the_engine_and_sleep_is_a_wait() {
    Execution main =
        handler(
            """
            import time, datetime
            before = datetime.datetime.now()
            time.sleep(3 * 86400)
            return {'days': (datetime.datetime.now() - before).days, 'year': before.year}
            """);
    assertThat(main).hasOutputs(Map.of("days", 3L, "year", 2030L));
    assertThat(flows.time().now()).isAfterOrEqualTo(VirtualTime.START.plus(ofDays(3)));
  }

  @Test
  void fa_200_executions_that_interleave_in_one_interpreter_draw_their_own_numbers() {
    String script =
        """
        import random, uuid
        def handler(system, this, inputs):
            drawn = []
            for i in range(20):
                drawn += [random.random(), str(uuid.uuid4()), random.Random().random()]
                this.sleep(1)
            return {'drawn': drawn}
        """;
    flows.script("main", script);
    List<Execution> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(flows.engine().flow("main").start());
    }
    List<Object> drawn = new ArrayList<>();
    for (Execution each : all) {
      assertThat(each.await(ofSeconds(60))).succeeded();
      drawn.addAll((List<?>) each.outputs().get("drawn"));
    }
    assertThat(drawn).doesNotHaveDuplicates().hasSize(8 * 60);
  }

  @Test
  void a_step_sees_live_time_and_numbers_of_its_own() {
    Execution main =
        handler(
            """
            import random, time, os
            before = random.random()
            inside = flow_api.step('s', lambda: [random.random(), time.time() > 0, len(os.urandom(3)), time.sleep(5)])
            after = random.random()
            again = flow_api.step('t', random.random)
            return {'all': [before, inside[0], after, again], 'rest': inside[1:]}
            """);
    assertThat((List<?>) main.outputs().get("all")).doesNotHaveDuplicates();
    assertThat(main).hasOutput("rest", java.util.Arrays.asList(true, 3L, null));
    assertThat(main.record().state().end().at())
        .isAfterOrEqualTo(main.record().state().startedAt().plusSeconds(5));
  }

  @Test
  void time_with_an_argument_is_not_recorded() {
    Execution main =
        handler(
            "import time\nreturn {'t': time.strftime('%Y', time.gmtime(0)), 'c': time.ctime(0)}");
    assertThat(main).hasOutputs(Map.of("t", "1970", "c", "Thu Jan  1 00:00:00 1970"));
  }
}
