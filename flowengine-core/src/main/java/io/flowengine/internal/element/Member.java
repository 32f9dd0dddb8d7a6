package io.flowengine.internal.element;

import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementStatus;
import io.flowengine.element.StepResult;
import io.flowengine.execution.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An element in one run. */
final class Member {
  final int rank;
  final @Nullable Member outer;
  private final Results results = new Results();
  private Map<String, @Nullable Object> written = Map.of();
  private Map<String, @Nullable Object> saved = Map.of();
  private ElementContext context;
  private Results.View seenResults = Results.NONE;
  private ElementContext seenContext;
  private @Nullable Course course;

  /**
   * Results of an earlier run, which steps take in the place of being done; used up from the front.
   */
  @Nullable Memory memory;

  /** The element in the child run that works on it now. */
  @Nullable Member inner;

  /** Keeps it to one task at a time, over all runs below one. */
  @Nullable Permits mutex;

  /** What is being done to it. */
  @Nullable Errand errand;

  Stage.@Nullable Ticket alarm;
  Value outputs = Value.EMPTY;
  boolean started;
  boolean counted;
  int failedAt = -1;
  @Nullable ElementStatus status;

  Member(ElementContext context, int rank, @Nullable Member outer) {
    this.context = context;
    this.seenContext = context;
    this.rank = rank;
    this.outer = outer;
  }

  String id() {
    return context.element().id();
  }

  ElementContext context() {
    return context;
  }

  Course course() {
    Course now = course;
    if (now == null) {
      throw new IllegalStateException("element " + id() + " has no course yet");
    }
    return now;
  }

  /** Sends it on its way, from the beginning. */
  void follow(Course chosen) {
    course = chosen;
    status = null;
    failedAt = -1;
  }

  // ---------------------------------------------------------------- results

  Results.View results() {
    return results.view();
  }

  void record(String step, StepResult result) {
    results.add(step, result);
  }

  /** What the run has added to its context. */
  Map<String, @Nullable Object> written() {
    return written;
  }

  /** Takes over what an attempt wrote. */
  void take(Writes writes) {
    if (!writes.context().isEmpty()) {
      written = added(written, writes.context());
      context = context.with(writes.context());
    }
    if (!writes.settings().isEmpty()) {
      saved = added(saved, writes.settings());
      context = context.withSettings(writes.settings());
    }
  }

  /** There may be very many elements, most of which nothing is written about. */
  private static Map<String, @Nullable Object> added(
      Map<String, @Nullable Object> before, Map<String, @Nullable Object> more) {
    Map<String, @Nullable Object> all = before.isEmpty() ? new LinkedHashMap<>() : before;
    all.putAll(more);
    return all;
  }

  /** Takes over what a child run has done to it; what it wrote is below the name of the step. */
  void take(String step, Member inChild) {
    Results.View all = inChild.results();
    for (int i = 0; i < all.size(); i++) {
      results.add(step + "/" + all.step(i), all.result(i));
    }
    if (!inChild.written.isEmpty()) {
      Map<String, @Nullable Object> below = new LinkedHashMap<>();
      inChild.written.forEach((name, value) -> below.put(step + "." + name, value));
      written = added(written, below);
      context = context.with(below);
    }
    if (!inChild.saved.isEmpty()) {
      saved = added(saved, inChild.saved);
      context = context.withSettings(inChild.saved);
    }
  }

  /** Lets others see what it is now. */
  void publish() {
    seenResults = results.view();
    seenContext = context;
  }

  Results.View seenResults() {
    return seenResults;
  }

  ElementContext seenContext() {
    return seenContext;
  }

  // ---------------------------------------------------------------- its end

  boolean isFinal() {
    return status != null;
  }

  /** It goes no further. */
  boolean end(ElementStatus how) {
    if (status != null) {
      return false;
    }
    status = how;
    course().stop();
    if (alarm != null) {
      alarm.drop();
      alarm = null;
    }
    return true;
  }
}
