package io.flowengine.internal.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementEvent.Kind;
import io.flowengine.element.ElementScript;
import io.flowengine.element.ElementStep;
import io.flowengine.element.StepResult;
import io.flowengine.element.TaskResult;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.spi.ElementScriptRun;
import io.flowengine.spi.ExecutionScript;
import io.flowengine.spi.ExecutionScript.Resumed;
import io.flowengine.spi.ExecutionScript.Round;
import io.flowengine.spi.ExecutionScript.Stand;
import io.flowengine.spi.StepAnswer;
import io.flowengine.spi.StepRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ways of the elements of a run as a script decides. What ended well is told to the script when
 * the next round is to be found, for all elements together, in one call; a failure at once, because
 * whether it is caught has to be known.
 */
final class ScriptCourses implements Courses {
  private final ElementRun run;
  private final Scene scene;
  private final Map<String, @Nullable Object> inputs;
  private final ExecutionScript.Instances instances;
  private final List<ScriptCourse> waiting = new ArrayList<>();
  private int[] cohort = {};
  private int firstLive;
  private @Nullable List<ElementContext> elements;

  ScriptCourses(
      ElementRun run, Scene scene, Map<String, @Nullable Object> inputs, ElementScript script) {
    this.run = run;
    this.scene = scene;
    this.inputs = inputs;
    this.instances = scene.repertoire().execution(script).open(new Run());
  }

  @Override
  public Course of(Member member) {
    return new ScriptCourse(this, member);
  }

  @Override
  public boolean areSeen() {
    return true;
  }

  @Override
  public void goOn(List<Member> members) {
    cohort = members.stream().mapToInt(member -> member.rank).toArray();
    goOnAll();
  }

  @Override
  public void goOnAll() {
    if (waiting.isEmpty()) {
      return;
    }
    List<ScriptCourse> resumed = new ArrayList<>(waiting);
    resumed.removeIf(course -> course.ended);
    waiting.clear();
    resumed.sort((one, other) -> Integer.compare(one.member.rank, other.member.rank));
    advance(resumed);
  }

  @Override
  public void left(Member member) {
    if (member.course() instanceof ScriptCourse course && !course.byItself) {
      instances.close(member.rank);
    }
  }

  @Override
  public void close() {
    instances.close();
  }

  void waits(ScriptCourse course) {
    waiting.add(course);
  }

  /** Lets some go on until each stands at a step that can be done, or its end. */
  void advance(List<ScriptCourse> courses) {
    List<ScriptCourse> left = courses;
    while (!left.isEmpty()) {
      List<Resumed> resumed = new ArrayList<>(left.size());
      for (ScriptCourse each : left) {
        resumed.add(new Resumed(each.member.rank, each.takeAnswer(), each.member.context()));
      }
      Round round =
          new Round(resumed, cohort, firstLive(), run.batches().number(), run.batches().count());
      List<Stand> stands = instances.advance(round);
      List<ScriptCourse> again = new ArrayList<>(0);
      for (int i = 0; i < left.size(); i++) {
        if (!stand(left.get(i), stands.get(i))) {
          again.add(left.get(i));
        }
      }
      left = again;
    }
  }

  /** The lowest rank that has not ended in the batch; it only grows, but for second passes. */
  private int firstLive() {
    List<Member> members = run.batch().members();
    if (firstLive >= members.size() || run.batches().isPassingAgain()) {
      firstLive = 0;
    }
    while (firstLive < members.size() - 1 && members.get(firstLive).isFinal()) {
      firstLive++;
    }
    return members.isEmpty() ? 0 : members.get(firstLive).rank;
  }

  /** False if what is asked for cannot be done, and the instance is to hear that. */
  private boolean stand(ScriptCourse course, Stand stand) {
    switch (stand.request()) {
      case StepRequest.End end -> {
        run.outputs(course.member, end.outputs());
        course.end(false);
      }
      case StepRequest.Failed failed -> {
        if (!failed.ofStep()) {
          Instant now = scene.stage().now();
          String message = failed.error() + ": " + failed.message();
          course.member.record("(script)", new StepResult(TaskResult.failed(message), 1, now, now));
        }
        course.end(true);
      }
      case StepRequest request -> {
        try {
          ElementStep step = Requests.step(request, scene.repertoire());
          course.stand(stand.position(), step);
        } catch (InvalidInputException e) {
          course.answer(new StepAnswer.Wrong("InvalidInputError", String.valueOf(e.getMessage())));
          return false;
        }
      }
    }
    return true;
  }

  /** The way of one element. */
  static final class ScriptCourse implements Course {
    private final ScriptCourses courses;
    private final Member member;
    private int[] position = {};
    private @Nullable ElementStep step;
    private @Nullable StepAnswer answer = StepAnswer.Begin.BEGIN;
    private boolean byItself;
    private boolean ended;
    private boolean failed;

    ScriptCourse(ScriptCourses courses, Member member) {
      this.courses = courses;
      this.member = member;
      courses.waits(this);
    }

    void answer(StepAnswer given) {
      answer = given;
    }

    StepAnswer takeAnswer() {
      StepAnswer taken = requireNonNull(answer, "answer");
      answer = null;
      return taken;
    }

    void stand(int[] where, ElementStep asked) {
      position = where;
      step = asked;
    }

    void end(boolean byFailure) {
      byItself = true;
      ended = true;
      failed = byFailure;
      step = null;
    }

    @Override
    public @Nullable ElementStep step() {
      return step;
    }

    @Override
    public boolean hasFailed() {
      return failed;
    }

    @Override
    public boolean isAtDecision() {
      return false;
    }

    @Override
    public void decide() {
      throw new IllegalStateException("a script decides by itself");
    }

    @Override
    public void succeed(StepAnswer given) {
      answer = given;
      step = null;
      courses.waits(this);
    }

    @Override
    public boolean fail(StepAnswer given) {
      answer = given;
      courses.advance(List.of(this));
      return !failed;
    }

    @Override
    public void stop() {
      step = null;
      ended = true;
    }

    @Override
    public int[] position() {
      return position;
    }

    @Override
    public String toString() {
      return member.id() + (ended ? " has ended" : " at " + step);
    }
  }

  /** The run as its script sees it. */
  private final class Run implements ElementScriptRun {
    @Override
    public String flow() {
      return run.flow().name();
    }

    @Override
    public Optional<ExecutionId> execution() {
      return scene.execution();
    }

    @Override
    public Map<String, @Nullable Object> inputs() {
      return inputs;
    }

    @Override
    public List<ElementContext> elements() {
      List<ElementContext> all = elements;
      if (all == null) {
        all = ElementRun.contexts(run.members());
        elements = all;
      }
      return all;
    }

    @Override
    public Map<String, List<StepResult>> results(int rank) {
      return run.members().get(rank).results().toMap();
    }

    @Override
    public ElementContext seen(int rank) {
      return run.members().get(rank).seenContext();
    }

    @Override
    public Map<String, List<StepResult>> seenResults(int rank) {
      return run.members().get(rank).seenResults().toMap();
    }

    @Override
    public Instant now() {
      return scene.stage().now();
    }

    @Override
    public long seed() {
      return scene.seed();
    }

    @Override
    public void warn(String code, String message) {
      Processing.warn(run, code, message);
    }

    @Override
    public void print(int rank, String line) {
      run.tell(Kind.PRINTED, run.members().get(rank), null, line);
    }

    @Override
    public void print(String line) {
      run.tell(Kind.PRINTED, null, null, line);
    }
  }
}
