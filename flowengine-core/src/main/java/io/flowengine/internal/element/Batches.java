package io.flowengine.internal.element;

import io.flowengine.element.ElementEvent.Kind;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementStatus;
import io.flowengine.element.ElementStep.Gate;
import io.flowengine.element.FlowLimits.Lock;
import io.flowengine.element.RunStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lets the batches of a run begin one after the other, with what comes in between. */
final class Batches {
  private final ElementRun run;
  private final List<Batch> batches;
  private int next;
  private int number;
  private int passes;
  private boolean isIn;
  private List<String> locked = List.of();
  private Stage.@Nullable Ticket alarm;
  private Stage.@Nullable Ticket waits;

  Batches(ElementRun run, List<Member> members) {
    this.run = run;
    this.batches = Batch.of(run.flow(), members);
  }

  /** The number of the batch, from 0. */
  int number() {
    return number;
  }

  int count() {
    return batches.size();
  }

  /** True while elements that have failed are given another chance. */
  boolean isPassingAgain() {
    return passes > 0;
  }

  /** The batch has ended. */
  void next() {
    if (isIn) {
      isIn = false;
      close();
      unlock();
      run.tell(Kind.BATCH_ENDED, null, null, number);
    }
    if (run.trips().hasTripped() || !run.maySchedule()) {
      run.end();
    } else if (next < batches.size()) {
      pause();
    } else {
      passAgain();
    }
  }

  private void pause() {
    Duration pause = run.flow().pace().pause();
    if (next == 0 || pause.isZero()) {
      ask();
    } else {
      waits = run.scene().stage().sleep(pause, false, run.outerBatch(), this::ask);
    }
  }

  private void ask() {
    Gate gate = run.flow().pace().gate();
    if (next == 0 || gate == null || (next > 1 && run.flow().pace().asksOnce())) {
      enter();
      return;
    }
    run.tell(Kind.GATE_WAITING, null, null, gate.name());
    List<String> ids = batches.get(next).members().stream().map(Member::id).toList();
    waits = run.scene().stage().ask(gate, run, ids, ending -> answered(gate, ending));
  }

  private void answered(Gate gate, Ending ending) {
    waits = null;
    String how = ending.result().isOk() ? "passed" : "refused: " + ending.result().message();
    run.tell(Kind.GATE_PASSED, null, null, gate.name() + " " + how);
    if (ending.result().isOk()) {
      enter();
    } else {
      run.trips().refuse("gate " + gate.name() + " " + how);
      run.end();
    }
  }

  private void enter() {
    waits = null;
    lock(batches.get(next), this::enter);
  }

  /** Keeps the elements from other runs first, if the flow wants that. */
  private void lock(Batch batch, Consumer<Map<String, String>> then) {
    Lock how = BatchLocks.how(run);
    if (how == null) {
      then.accept(Map.of());
      return;
    }
    List<String> ids = batch.members().stream().map(Member::id).toList();
    Stage.Ticket ticket =
        run.scene()
            .limits()
            .batches()
            .take(
                ids,
                how,
                refused -> {
                  waits = null;
                  locked = ids.stream().filter(id -> !refused.containsKey(id)).toList();
                  then.accept(refused);
                });
    waits = ticket == null ? waits : ticket;
  }

  /** Lets other runs have the elements. */
  void unlock() {
    if (!locked.isEmpty()) {
      List<String> ids = locked;
      locked = List.of();
      run.scene().limits().batches().release(ids);
    }
  }

  private void enter(Map<String, String> refused) {
    number = next++;
    isIn = true;
    ElementFlow flow = run.flow();
    Duration most = flow.times().batch();
    if (most != null) {
      alarm =
          run.scene()
              .stage()
              .alarm(
                  most,
                  () ->
                      run.trips().cutShort(RunStatus.TIMED_OUT, "timeout " + most + " of a batch"));
    }
    run.enter(batches.get(number), refused);
  }

  private void passAgain() {
    List<Member> failed =
        passes == run.flow().failures().secondPasses()
            ? List.of()
            : run.members().stream()
                .filter(member -> member.status == ElementStatus.FAILED)
                .toList();
    if (failed.isEmpty()) {
      run.end();
      return;
    }
    passes++;
    Batch batch = new Batch(failed, failed, true);
    lock(
        batch,
        refused -> {
          number = next;
          isIn = true;
          run.again(failed);
          run.enter(batch, refused);
        });
  }

  /** Gives up what would go on by itself. */
  void close() {
    if (alarm != null) {
      alarm.drop();
      alarm = null;
    }
    if (waits != null) {
      waits.drop();
      waits = null;
    }
  }
}
