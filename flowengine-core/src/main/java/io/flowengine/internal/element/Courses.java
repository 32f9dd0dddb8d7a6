package io.flowengine.internal.element;

import io.flowengine.element.ElementScript;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ways of the elements of a run: through declared steps, or as a script decides. */
interface Courses {
  /** Chooses what a flow says. */
  static Courses of(ElementRun run, Scene scene, Map<String, @Nullable Object> inputs) {
    ElementScript script = run.flow().executionScript();
    return script == null ? new Declared(run) : new ScriptCourses(run, scene, inputs, script);
  }

  /** Makes the way of an element, at its beginning. */
  Course of(Member member);

  /** Lets those go on that are to and have not; after that each stands at a step or its end. */
  void goOn(List<Member> members);

  /** Lets all go on that are to and have not. */
  void goOnAll();

  /** An element is final. */
  void left(Member member);

  /** True if elements may look at each other. */
  boolean areSeen();

  /** The run is over. */
  void close();

  /** Ways through declared steps: each goes on by itself. */
  record Declared(ElementRun run) implements Courses {
    @Override
    public Course of(Member member) {
      return new Cursor(member::context, run.flow().steps());
    }

    @Override
    public void goOn(List<Member> members) {
      // they stand where they are
    }

    @Override
    public void goOnAll() {
      // they stand where they are
    }

    @Override
    public void left(Member member) {
      // nobody waits for it
    }

    @Override
    public boolean areSeen() {
      return false;
    }

    @Override
    public void close() {
      // nothing is open
    }
  }
}
