package io.flowengine.python.element;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * A program that is run on all elements at once with a mask, as rules B1 to B3 tell it, and written
 * as a script. It knows nothing of positions.
 */
final class MaskedProgram {
  /** A statement. Bit n of a condition is the truth for rank n. */
  sealed interface Node {
    /** A task; what has one name fails on the same elements. */
    record Task(char letter, int fails) implements Node {
      String name() {
        return letter + "f" + fails + "_";
      }
    }

    record If(int condition, List<Node> yes, List<Node> no) implements Node {}

    record For(List<Integer> times, List<Node> body, List<Node> orElse) implements Node {}

    record Try(List<Node> body, List<Node> handler, List<Node> last) implements Node {}

    record Leave(Way way, int condition) implements Node {}
  }

  enum Way {
    BREAK,
    CONTINUE,
    RETURN
  }

  private enum State {
    GOES_ON,
    BREAKS,
    CONTINUES,
    RETURNS,
    FAILS
  }

  private final List<Node> program;
  private final State[] states;
  private final List<String> trace = new ArrayList<>();
  private final Set<String> fails = new TreeSet<>();
  private int loops;

  MaskedProgram(List<Node> program, int elements) {
    this.program = program;
    this.states = new State[elements];
  }

  /** The program as a row of the table, with what the mask says must happen. */
  ScriptTable.Row row() {
    String script = text(program, "");
    BitSet all = new BitSet();
    all.set(0, states.length);
    Arrays.fill(states, State.GOES_ON);
    run(program, all);
    return new ScriptTable.Row(
        "random",
        true,
        states.length,
        script,
        fails,
        Set.of(),
        String.join(" ; ", trace),
        statuses());
  }

  private String statuses() {
    List<String> groups = new ArrayList<>();
    for (String status : List.of("FAILED", "OK")) {
      List<String> ids = new ArrayList<>();
      for (int rank = 0; rank < states.length; rank++) {
        if ((states[rank] == State.FAILS) == status.equals("FAILED")) {
          ids.add("E" + (rank + 1));
        }
      }
      if (!ids.isEmpty()) {
        groups.add(status + ": " + String.join(" ", ids));
      }
    }
    return String.join("; ", groups);
  }

  // ---------------------------------------------------------------- with a mask

  private BitSet those(BitSet among, State state) {
    BitSet found = new BitSet();
    among.stream().filter(rank -> states[rank] == state).forEach(found::set);
    return found;
  }

  private void run(List<Node> block, BitSet mask) {
    for (Node node : block) {
      BitSet active = those(mask, State.GOES_ON);
      if (!active.isEmpty()) {
        run(node, active);
      }
    }
  }

  private void run(Node node, BitSet active) {
    switch (node) {
      case Node.Task task -> run(task, active);
      case Node.If choice -> {
        BitSet yes = where(active, choice.condition());
        BitSet no = (BitSet) active.clone();
        no.andNot(yes);
        run(choice.yes(), yes);
        run(choice.no(), no);
      }
      case Node.For loop -> run(loop, active);
      case Node.Try guarded -> run(guarded, active);
      case Node.Leave leave ->
          where(active, leave.condition()).stream()
              .forEach(rank -> states[rank] = state(leave.way()));
    }
  }

  private static State state(Way way) {
    return switch (way) {
      case BREAK -> State.BREAKS;
      case CONTINUE -> State.CONTINUES;
      case RETURN -> State.RETURNS;
    };
  }

  private static BitSet where(BitSet among, int condition) {
    BitSet found = new BitSet();
    among.stream().filter(rank -> (condition >> rank & 1) == 1).forEach(found::set);
    return found;
  }

  private void run(Node.Task task, BitSet active) {
    String round =
        active.stream()
            .mapToObj(
                rank -> {
                  boolean failed = (task.fails() >> rank & 1) == 1;
                  if (failed) {
                    states[rank] = State.FAILS;
                    fails.add(task.name() + "@E" + (rank + 1));
                  }
                  return task.name() + (rank + 1) + (failed ? "!" : "");
                })
            .collect(joining(" "));
    trace.add(active.cardinality() == 1 ? round : "[" + round + "]");
  }

  private void run(Node.For loop, BitSet active) {
    BitSet inside = (BitSet) active.clone();
    BitSet through = new BitSet();
    for (int i = 0; !inside.isEmpty(); i++) {
      int iteration = i;
      BitSet done = new BitSet();
      inside.stream().filter(rank -> loop.times().get(rank) <= iteration).forEach(done::set);
      through.or(done);
      inside.andNot(done);
      run(loop.body(), inside);
      those(inside, State.CONTINUES).stream().forEach(rank -> states[rank] = State.GOES_ON);
      inside = those(inside, State.GOES_ON);
    }
    run(loop.orElse(), through);
    BitSet broken = those(active, State.BREAKS);
    broken.andNot(through);
    broken.stream().forEach(rank -> states[rank] = State.GOES_ON);
  }

  private void run(Node.Try guarded, BitSet active) {
    run(guarded.body(), active);
    if (!guarded.handler().isEmpty()) {
      BitSet failed = those(active, State.FAILS);
      failed.stream().forEach(rank -> states[rank] = State.GOES_ON);
      run(guarded.handler(), failed);
    }
    if (!guarded.last().isEmpty()) {
      State[] before = states.clone();
      active.stream().forEach(rank -> states[rank] = State.GOES_ON);
      run(guarded.last(), active);
      those(active, State.GOES_ON).stream().forEach(rank -> states[rank] = before[rank]);
    }
  }

  // ---------------------------------------------------------------- as a script

  private String text(List<Node> block, String indent) {
    return block.isEmpty()
        ? indent + "pass\n"
        : block.stream().map(node -> text(node, indent)).collect(joining());
  }

  private String text(Node node, String indent) {
    String deeper = indent + "  ";
    return switch (node) {
      case Node.Task task -> indent + "execute_task(\"" + task.name() + "\")\n";
      case Node.If choice ->
          indent
              + "if "
              + holds(choice.condition())
              + ":\n"
              + text(choice.yes(), deeper)
              + indent
              + "else:\n"
              + text(choice.no(), deeper);
      case Node.For loop ->
          indent
              + "for i"
              + ++loops
              + " in range("
              + loop.times()
              + "[current]):\n"
              + text(loop.body(), deeper)
              + part("else", loop.orElse(), indent);
      case Node.Try guarded ->
          indent
              + "try:\n"
              + text(guarded.body(), deeper)
              + part("except TaskFailed", guarded.handler(), indent)
              + indent
              + "finally:\n"
              + text(guarded.last(), deeper);
      case Node.Leave leave ->
          indent
              + "if "
              + holds(leave.condition())
              + ": "
              + leave.way().name().toLowerCase(Locale.ROOT)
              + "\n";
    };
  }

  private String part(String name, List<Node> block, String indent) {
    return block.isEmpty() ? "" : indent + name + ":\n" + text(block, indent + "  ");
  }

  private static String holds(int condition) {
    return condition + " >> current & 1";
  }
}
