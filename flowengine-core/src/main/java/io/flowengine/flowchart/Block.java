package io.flowengine.flowchart;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;

/**
 * A part of a script. Scripts are structured, so parts follow one another or lie in one another.
 */
public sealed interface Block {
  /** {@return the line in which it begins, from 1} */
  int line();

  /** {@return what it says, in the words of the script} */
  String text();

  /**
   * Tells whether a run has come to it.
   *
   * @param lines the lines that were run
   * @return true if one of them is of this block
   */
  default boolean isTaken(Set<Integer> lines) {
    return lines.contains(line());
  }

  /** {@return true if nothing comes after it, whichever way is taken through it} */
  boolean ends();

  /** What a step does. */
  enum Kind {
    /** It computes. */
    CODE,
    /** It is a step of the flow API, which is recorded. */
    STEP,
    /** It runs another flow or a connection. */
    CHILD,
    /** It waits. */
    WAIT,
    /** It ends the script or a function, or leaves a loop. */
    END
  }

  /**
   * Statements without a branch.
   *
   * @param line the line in which they begin
   * @param last the line in which they end
   * @param text what they say; lines are separated by {@code \n}
   * @param kind what they do
   */
  record Step(int line, int last, String text, Kind kind) implements Block {
    /** Checks presence. */
    public Step {
      requireNonNull(text, "text");
      requireNonNull(kind, "kind");
    }

    @Override
    public boolean isTaken(Set<Integer> lines) {
      return lines.stream().anyMatch(each -> each >= line && each <= last);
    }

    @Override
    public boolean ends() {
      return kind == Kind.END;
    }
  }

  /**
   * A way that is taken or not.
   *
   * @param label when it is taken
   * @param blocks what happens on it; empty if nothing does
   */
  record Branch(String label, List<Block> blocks) {
    /** Copies the list. */
    public Branch {
      requireNonNull(label, "label");
      blocks = List.copyOf(blocks);
    }

    boolean ends() {
      return Block.end(blocks);
    }

    boolean isTaken(Set<Integer> lines) {
      return blocks.stream().anyMatch(block -> block.isTaken(lines));
    }
  }

  /**
   * One of several ways is taken.
   *
   * @param line the line in which it is decided
   * @param text by what
   * @param branches the ways; at least two
   */
  record Choice(int line, String text, List<Branch> branches) implements Block {
    /** Copies the list. */
    public Choice {
      requireNonNull(text, "text");
      branches = List.copyOf(branches);
    }

    @Override
    public boolean ends() {
      return branches.stream().allMatch(Branch::ends);
    }
  }

  /**
   * Something is repeated.
   *
   * @param line the line in which it begins
   * @param text how often, or as long as what
   * @param blocks what is repeated
   */
  record Loop(int line, String text, List<Block> blocks) implements Block {
    /** Copies the list. */
    public Loop {
      requireNonNull(text, "text");
      blocks = List.copyOf(blocks);
    }

    @Override
    public boolean ends() {
      return false;
    }
  }

  /**
   * {@return true if the last of these blocks, which follow one another, ends}
   *
   * @param blocks the blocks
   */
  static boolean end(List<Block> blocks) {
    return !blocks.isEmpty() && blocks.getLast().ends();
  }
}
