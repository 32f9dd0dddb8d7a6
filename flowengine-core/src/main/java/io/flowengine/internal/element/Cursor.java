package io.flowengine.internal.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementStep;
import io.flowengine.element.ElementStep.Block;
import io.flowengine.element.ElementStep.Loop;
import io.flowengine.element.ElementStep.When;
import io.flowengine.spi.StepAnswer;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of an element through the declared steps of its flow.
 *
 * <p>Its position is a path, compared number by number: in each list of steps the place, and inside
 * a branch, a loop or a block first which branch, which iteration, which part. The iteration comes
 * before the place inside the loop, so an element that has gone round a loop does not overtake the
 * others that have not.
 */
final class Cursor implements Course {
  private static final int BODY = 0;
  private static final int RESCUE = 1;
  private static final int ALWAYS = 2;

  /** Steps in a row, inside what {@code owner} is; {@code tag} is the branch, iteration or part. */
  private static final class Frame {
    private final @Nullable Frame around;
    private final @Nullable ElementStep owner;
    private List<ElementStep> steps;
    private int tag;
    private int index;
    private int times;
    private boolean failing;

    Frame(@Nullable Frame around, @Nullable ElementStep owner, List<ElementStep> steps, int tag) {
      this.around = around;
      this.owner = owner;
      this.steps = steps;
      this.tag = tag;
    }
  }

  private final Supplier<ElementContext> context;
  private @Nullable Frame innermost;
  private boolean failed;

  Cursor(Supplier<ElementContext> context, List<ElementStep> steps) {
    this.context = context;
    innermost = new Frame(null, null, steps, 0);
    settle();
  }

  @Override
  public @Nullable ElementStep step() {
    Frame top = innermost;
    return top == null ? null : top.steps.get(top.index);
  }

  @Override
  public boolean hasFailed() {
    return failed;
  }

  @Override
  public boolean isAtDecision() {
    ElementStep step = step();
    return step instanceof When || step instanceof Loop || step instanceof Block;
  }

  @Override
  public void decide() {
    switch (requireNonNull(step())) {
      case When when -> {
        boolean holds = when.condition().test(context.get());
        innermost = new Frame(innermost, when, holds ? when.yes() : when.no(), holds ? 0 : 1);
      }
      case Loop loop -> {
        Frame frame = new Frame(innermost, loop, loop.body(), 0);
        frame.times = loop.times().applyAsInt(context.get());
        frame.index = frame.times > 0 ? 0 : loop.body().size();
        innermost = frame;
      }
      case Block block -> innermost = new Frame(innermost, block, block.body(), BODY);
      default -> throw new IllegalStateException(step() + " is no decision");
    }
    settle();
  }

  @Override
  public void succeed(StepAnswer answer) {
    top().index++;
    settle();
  }

  @Override
  public boolean fail(StepAnswer answer) {
    boolean rescued = false;
    for (Frame frame = innermost; frame != null; frame = frame.around) {
      rescued |= rescues(frame);
    }
    unwind();
    return rescued;
  }

  private static boolean rescues(Frame frame) {
    return frame.owner instanceof Block block && frame.tag == BODY && !block.rescue().isEmpty();
  }

  private void unwind() {
    for (Frame frame = innermost; frame != null; frame = frame.around) {
      innermost = frame;
      if (frame.owner instanceof Block block) {
        if (rescues(frame)) {
          enter(frame, block.rescue(), RESCUE);
          return;
        }
        if (frame.tag != ALWAYS && !block.always().isEmpty()) {
          enter(frame, block.always(), ALWAYS);
          frame.failing = true;
          return;
        }
      }
    }
    innermost = null;
    failed = true;
  }

  @Override
  public void stop() {
    innermost = null;
  }

  private static void enter(Frame frame, List<ElementStep> steps, int part) {
    frame.steps = steps;
    frame.tag = part;
    frame.index = 0;
  }

  /** Leaves what is at its end. */
  private void settle() {
    for (Frame frame = innermost;
        frame != null && frame.index >= frame.steps.size();
        frame = innermost) {
      if (frame.owner instanceof Loop && frame.tag + 1 < frame.times) {
        frame.tag++;
        frame.index = 0;
      } else if (frame.owner instanceof Block block && frame.tag != ALWAYS && hasSteps(block)) {
        enter(frame, block.always(), ALWAYS);
      } else if (frame.failing) {
        innermost = frame.around;
        unwind();
        return;
      } else {
        innermost = frame.around;
        if (frame.around != null) {
          frame.around.index++;
        }
      }
    }
  }

  private static boolean hasSteps(Block block) {
    return !block.always().isEmpty();
  }

  private Frame top() {
    return requireNonNull(innermost);
  }

  @Override
  public int[] position() {
    int frames = 0;
    for (Frame frame = innermost; frame != null; frame = frame.around) {
      frames++;
    }
    int[] path = new int[frames * 2 - 1];
    int at = path.length;
    for (Frame frame = innermost; frame != null; frame = frame.around) {
      path[--at] = frame.index;
      if (frame.owner != null) {
        path[--at] = frame.tag;
      }
    }
    return path;
  }
}
