package io.flowengine.python;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What scripts do with references to records, beside what flows of every language do. */
class RecordReferencesTest extends ScriptTest {

  @Test
  void fa_77_a_record_is_shown_by_its_type_and_what_selects_it() {
    Execution main =
        run(
            """
            def handler(system, this):
                return {'text': str(system.custom_object(' a ')), 'repr': repr(system.flow('x'))}
            """);
    assertThat(main).hasOutput("text", "<custom_object a>").hasOutput("repr", "<flow x>");
  }

  @Test
  void fa_78_fields_of_the_constructor_are_saved_by_save_only() {
    Execution main =
        run(
            """
            def handler(system, this):
                setting = system.setting('s', value=1)
                before = setting.exists()
                setting.save()
                return {'before': before, 'value': system.setting('s').get('value')}
            """);
    assertThat(main).hasOutput("before", false).hasOutput("value", 1L);
  }

  @Test
  void fa_79_several_fields_are_a_tuple_read_at_once() {
    Execution main =
        run(
            """
            def handler(system, this):
                system.setting('s').save(value=1, description='d')
                value, description = system.setting('s').get('value', 'description')
                return {'value': value, 'description': description}
            """);
    assertThat(main).hasOutput("value", 1L).hasOutput("description", "d");
  }

  @Test
  void fa_80_fa_81_get_reads_the_cache_load_the_store_and_set_changes_the_cache_only() {
    Execution main =
        run(
            """
            def handler(system, this):
                setting = system.setting('s').save(value=1)
                system.setting('s').save(value=2)
                cached, loaded = setting.get('value'), setting.load('value')
                setting.set(value=3)
                return {'cached': cached, 'loaded': loaded, 'set': setting.get('value'),
                        'stored': system.setting('s').get('value')}
            """);
    assertThat(main)
        .hasOutput("cached", 1L)
        .hasOutput("loaded", 2L)
        .hasOutput("set", 3L)
        .hasOutput("stored", 2L);
  }

  @Test
  void fa_85_deleted_records_show_when_they_are_asked_for() {
    Execution main =
        run(
            """
            def handler(system, this):
                system.tag('a').save(description='kept')
                system.tag('b').save(description='old')
                system.tag('b').delete()
                names = lambda listing: [each.get('name') for each in listing]
                return {
                    'normal': names(system.tags()),
                    'all': names(system.tags(order='name', allow_deleted=True)),
                    'deleted': names(system.tags(allow_normal=False)),
                    'hidden': system.tag('b').exists(),
                    'shown': system.tag('b', allow_deleted=True).get('description'),
                    'loaded': [each.get('description') for each in system.tags(allow_normal=False)],
                }
            """);
    assertThat(main)
        .hasOutput("normal", List.of("a"))
        .hasOutput("all", List.of("a", "b"))
        .hasOutput("deleted", List.of("b"))
        .hasOutput("hidden", false)
        .hasOutput("shown", "old")
        .hasOutput("loaded", List.of("old"));
  }

  @Test
  void fa_90_references_are_equal_by_type_and_selection() {
    Execution main =
        run(
            """
            def handler(system, this):
                return {'same': system.tag('a') == system.tag('a'),
                        'type': system.tag('a') == system.role('a'),
                        'by': system.tag('a') == system.tag('a', by='id'),
                        'one': len({system.tag('a'), system.tag('a')})}
            """);
    assertThat(main)
        .hasOutput("same", true)
        .hasOutput("type", false)
        .hasOutput("by", false)
        .hasOutput("one", 1L);
  }

  @Test
  void fa_88_a_listing_has_a_length_and_is_read_again_and_again() {
    Execution main =
        run(
            """
            def handler(system, this):
                for name in 'abc':
                    system.tag(name).save()
                tags = system.tags(order='-name')
                return {'length': len(tags), 'first': tags[0].get('name'),
                        'once': [str(each.get('name')) for each in tags],
                        'again': [each.get('name') for each in [*tags]]}
            """);
    assertThat(main)
        .hasOutput("length", 3L)
        .hasOutput("first", "c")
        .hasOutput("once", List.of("c", "b", "a"))
        .hasOutput("again", List.of("c", "b", "a"));
  }

  @Test
  void fa_108_reading_other_bytes_as_text_raises_the_error_of_python() {
    Execution main =
        run(
            """
            def handler(system, this):
                file = system.file('f').save_bytes_content(b'\\xff\\xfe')
                try:
                    file.get_text_content()
                except UnicodeDecodeError as e:
                    return {'error': type(e).__name__}
            """);
    assertThat(main).hasOutput("error", "UnicodeDecodeError");
  }

  private static final String PLACES =
      """
      CHILD = 'def handler(system, this): pass'

      def handler(system, this):
          default = system.project('Default project').get('id')
          other = system.project('p').save().get('id')
          this.save(project_id=other)
          names = {default: 'default', other: 'other'}
          def place(child):
              return names[child.load('project_id')]
      """;

  @Test
  void fa_26_fa_250_the_keyword_places_a_child_and_is_no_input() {
    Execution main =
        run(
            PLACES
                + """
                    a = this.script(CHILD, location_inheritance='default')
                    b = this.script(CHILD)
                    return {'a': place(a), 'b': place(b), 'inputs': a.get('input_value')}
                """);
    assertThat(main)
        .hasOutput("a", "default")
        .hasOutput("b", "other")
        .hasOutput("inputs", Map.of());
  }

  @Test
  void fa_40_fa_249_run_places_what_it_starts_and_warns_about_the_rest() {
    Execution main =
        run(
            PLACES
                + """
                    a = this.script(CHILD, run=False).run(location_inheritance='default')
                    b = this.script(CHILD).run(location_inheritance='default')
                    return {'a': place(a), 'b': place(b)}
                """);
    assertThat(main).hasOutput("a", "default").hasOutput("b", "other");
    assertThat(main.log())
        .extracting(entry -> entry.level() + " " + entry.text())
        .containsOnlyOnce(
            "WARNING location_inheritance is ignored: execution script was started before");
  }

  @Test
  void fa_27_roles_are_given_and_read() {
    Execution main =
        run(
            """
            def handler(system, this):
                return {'roles': this.script('def handler(s, t): pass', roles=['guest']).get('roles')}
            """);
    assertThat(main).hasOutput("roles", List.of("guest"));
  }
}
