package io.flowengine.python;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.testkit.rule.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SC-7: what a script can ask a schedule. */
@Rule("SC-7")
class ScheduleFiresTest extends ScriptTest {
  private static final String BERLIN =
      """
      import datetime
      s = system.schedule('s')
      s.save(flow='main', cron='30 2 * * *', zone='Europe/Berlin', is_enabled=False)
      """;

  @Test
  void sc_7_preview_lists_nominal_instants_with_local_time() {
    assertThat(
            handler(
                BERLIN
                    + "fires = s.preview(datetime.datetime(2026, 3, 28, 12), 2)\n"
                    + "return {'nominal': [f['nominal'].isoformat() for f in fires],"
                    + " 'local': [f['local'].isoformat() for f in fires]}"))
        .hasOutput("nominal", List.of("2026-03-29T01:00:00+00:00", "2026-03-30T00:30:00+00:00"))
        .hasOutput("local", List.of("2026-03-29T03:00:00+02:00", "2026-03-30T02:30:00+02:00"));
  }

  @Test
  void sc_7_next_fires_begin_now() {
    assertThat(
            handler(
                BERLIN
                    + "now = datetime.datetime.now(datetime.timezone.utc)\n"
                    + "first = s.next_fires()[0]['due']\n"
                    + "return {'soon': now < first <= now + datetime.timedelta(days=1),"
                    + " 'count': len(s.next_fires(3))}"))
        .hasOutput("soon", true)
        .hasOutput("count", 3L);
  }

  @Test
  void sc_7_an_impossible_number_of_fires_is_refused() {
    assertThat(handler(BERLIN + "s.next_fires(0)").record().state().message())
        .contains("InvalidInputError")
        .contains("n must be an int from 1 to 1000");
  }
}
