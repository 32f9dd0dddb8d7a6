package io.flowengine.python.element;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.element.ElementScript;
import io.flowengine.python.PythonFlows;
import io.flowengine.python.PythonRuntime;
import io.flowengine.python.element.MaskedProgram.Node;
import io.flowengine.python.element.MaskedProgram.Way;
import io.flowengine.testkit.VirtualTime;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Random scripts go in lock-step as if one program ran on all elements with a mask. */
class MaskedScriptPropertiesTest {
  private static final int ELEMENTS = 4;
  private static final int DEPTH = 3;
  private static final PythonRuntime RUNTIME = PythonRuntime.builder().interpreters(1).build();
  private static final PythonFlows LANGUAGE = PythonFlows.on(RUNTIME);

  @BeforeContainer
  static void start() {
    LANGUAGE.start(VirtualTime.manual());
  }

  @AfterContainer
  static void stop() {
    LANGUAGE.close();
    RUNTIME.close();
  }

  @Property(tries = 300)
  void b1_b2_b3_the_positions_give_what_the_mask_gives(@ForAll("programs") List<Node> program) {
    ScriptTable.Row row = new MaskedProgram(program, ELEMENTS).row();
    var script =
        LANGUAGE
            .elements()
            .orElseThrow()
            .execution(new ElementScript("python", "random.py", row.script()));
    assertThat(Lockstep.play(script, row))
        .as(row.script())
        .containsExactly(row.trace(), row.statuses());
  }

  @Provide
  Arbitrary<List<Node>> programs() {
    return block(DEPTH, false);
  }

  private static Arbitrary<List<Node>> block(int depth, boolean inLoop) {
    return node(depth, inLoop).list().ofMaxSize(4);
  }

  private static Arbitrary<Integer> condition() {
    return Arbitraries.integers().between(0, (1 << ELEMENTS) - 1);
  }

  private static Arbitrary<Node> node(int depth, boolean inLoop) {
    Arbitrary<Node> task =
        Combinators.combine(
                Arbitraries.chars().range('A', 'Z'),
                Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.just(0)), Tuple.of(1, condition())))
            .as(Node.Task::new);
    Arbitrary<Way> ways = inLoop ? Arbitraries.of(Way.class) : Arbitraries.just(Way.RETURN);
    Arbitrary<Node> leave = Combinators.combine(ways, condition()).as(Node.Leave::new);
    if (depth == 0) {
      return Arbitraries.oneOf(task, task, task, leave);
    }
    Arbitrary<Node> choice =
        Combinators.combine(condition(), block(depth - 1, inLoop), block(depth - 1, inLoop))
            .as(Node.If::new);
    Arbitrary<Node> loop =
        Combinators.combine(
                Arbitraries.integers().between(0, 3).list().ofSize(ELEMENTS),
                block(depth - 1, true),
                block(depth - 1, inLoop))
            .as(Node.For::new);
    Arbitrary<Node> guarded =
        Combinators.combine(
                block(depth - 1, inLoop),
                block(depth - 1, inLoop),
                block(depth - 1, false).map(MaskedScriptPropertiesTest::withoutLeaving))
            .as(Node.Try::new);
    return Arbitraries.oneOf(task, task, task, leave, choice, loop, guarded);
  }

  /** A return in a finally part would swallow a failure, which the mask does not tell. */
  private static List<Node> withoutLeaving(List<Node> block) {
    return block.stream().filter(node -> node instanceof Node.Task).toList();
  }
}
