package io.flowengine.element;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.Value;
import io.flowengine.spi.ElementLanguage;
import io.flowengine.spi.ElementScriptRun;
import io.flowengine.spi.Environment;
import io.flowengine.spi.ExecutionScript;
import io.flowengine.spi.FlowLanguage;
import io.flowengine.spi.FlowProgram;
import io.flowengine.spi.FlowScript;
import io.flowengine.spi.ProcessingScript;
import io.flowengine.spi.StepAnswer;
import io.flowengine.spi.StepRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import org.jspecify.annotations.Nullable;

/**
 * A language whose scripts are Java code with a thread for each element, named by their text. The
 * code tells the position of each step itself.
 */
final class ThreadedLanguage implements FlowLanguage, ElementLanguage {
  /** A script. */
  interface Script {
    void run(Instance instance) throws Exception;
  }

  /** What a step came to is bad. */
  static final class StepFailed extends Exception {
    private static final long serialVersionUID = 1;
  }

  private static final class Closed extends Error {
    private static final long serialVersionUID = 1;
  }

  private final Map<String, Script> scripts = new HashMap<>();

  ThreadedLanguage script(String text, Script script) {
    scripts.put(text, script);
    return this;
  }

  @Override
  public ExecutionScript execution(ElementScript text) {
    Script script = scripts.get(text.text());
    return run -> new Instances(run, script);
  }

  @Override
  public ProcessingScript processing(ElementScript script) {
    return run -> run.elements().reversed();
  }

  @Override
  public TaskFunction task(ElementScript script) {
    return scope -> script.text();
  }

  private static final class Instances implements ExecutionScript.Instances {
    private final ElementScriptRun run;
    private final Script script;
    private final Map<Integer, Instance> instances = new HashMap<>();

    Instances(ElementScriptRun run, Script script) {
      this.run = run;
      this.script = script;
    }

    @Override
    public List<ExecutionScript.Stand> advance(ExecutionScript.Round round) {
      List<ExecutionScript.Stand> stands = new ArrayList<>();
      for (ExecutionScript.Resumed each : round.resumed()) {
        if (each.answer() == StepAnswer.Begin.BEGIN) {
          instances.put(each.rank(), new Instance(run, each.rank(), script));
        }
        stands.add(instances.get(each.rank()).goOn(each.answer()));
      }
      return stands;
    }

    @Override
    public void close(int rank) {
      Instance instance = instances.remove(rank);
      if (instance != null) {
        instance.close();
      }
    }

    @Override
    public void close() {
      List.copyOf(instances.keySet()).forEach(this::close);
    }
  }

  /** One element, as its script sees it. */
  static final class Instance {
    private final SynchronousQueue<Object> answers = new SynchronousQueue<>();
    private final SynchronousQueue<ExecutionScript.Stand> stands = new SynchronousQueue<>();
    private final ElementScriptRun run;
    private final Thread thread;
    final int current;

    Instance(ElementScriptRun run, int current, Script script) {
      this.run = run;
      this.current = current;
      this.thread = Thread.ofVirtual().unstarted(() -> play(script));
    }

    private ExecutionScript.Stand goOn(StepAnswer answer) {
      try {
        if (thread.getState() == Thread.State.NEW) {
          thread.start();
        } else {
          answers.put(answer);
        }
        return stands.take();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private void close() {
      if (thread.isAlive()) {
        thread.interrupt();
      }
    }

    private void play(Script script) {
      StepRequest end;
      try {
        script.run(this);
        end = new StepRequest.End(Value.EMPTY);
      } catch (StepFailed e) {
        end = new StepRequest.Failed("TaskFailed", "a step failed", true);
      } catch (Closed e) {
        return;
      } catch (Exception e) {
        end = new StepRequest.Failed(e.getClass().getSimpleName(), "" + e.getMessage(), false);
      }
      try {
        stands.put(new ExecutionScript.Stand(new int[0], end));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private StepAnswer ask(int[] position, StepRequest request) throws StepFailed {
      try {
        stands.put(new ExecutionScript.Stand(position, request));
        StepAnswer answer = (StepAnswer) answers.take();
        boolean fails =
            switch (answer) {
              case StepAnswer.TaskEnded task -> task.raises();
              case StepAnswer.FlowEnded flow -> flow.raises() != StepAnswer.Raises.NOTHING;
              case StepAnswer.Refused refused -> true;
              case StepAnswer.Wrong wrong -> throw new IllegalArgumentException(wrong.message());
              case StepAnswer.Begin begin -> false;
              case StepAnswer.Passed passed -> false;
            };
        if (fails) {
          throw new StepFailed();
        }
        return answer;
      } catch (InterruptedException e) {
        throw new Closed();
      }
    }

    Object task(String name, int... position) throws StepFailed {
      StepAnswer answer = ask(position, new StepRequest.Task(name, name, Map.of()));
      return ((StepAnswer.TaskEnded) answer).result().result().value().toObject();
    }

    void task(String name, Map<String, ?> inputs, int... position) throws StepFailed {
      StepAnswer unused = ask(position, new StepRequest.Task(name, name, inputs));
    }

    void step(StepRequest request, int... position) throws StepFailed {
      StepAnswer unused = ask(position, request);
    }

    ElementScriptRun run() {
      return run;
    }
  }

  // ---------------------------------------------------------------- as a language

  @Override
  public Optional<ElementLanguage> elements() {
    return Optional.of(this);
  }

  @Override
  public String name() {
    return "threads";
  }

  @Override
  public String fileExtension() {
    return "threads";
  }

  @Override
  public int maxRunning() {
    return 1;
  }

  @Override
  public int maxParked() {
    return 1;
  }

  @Override
  public boolean unwindsDroppedStacks() {
    return false;
  }

  @Override
  public void start(Environment environment) {
    // nothing to start
  }

  @Override
  public FlowProgram compile(FlowScript script) {
    throw new UnsupportedOperationException("it has scripts for elements only");
  }

  @Override
  public void stop(@Nullable ExecutionId execution) {
    // nothing runs by itself
  }

  @Override
  public void close() {
    // nothing is open
  }
}
