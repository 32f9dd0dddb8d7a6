package io.flowengine.element;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attempt at a {@link TaskPipeline}. */
final class PipelineScope implements TaskScope {
  private final TaskCall call;
  @Nullable Object command;
  @Nullable Object answer;
  @Nullable Object data;
  boolean isAnswered;

  PipelineScope(TaskCall call) {
    this.call = call;
  }

  @Override
  public @Nullable Object command() {
    return command;
  }

  @Override
  public @Nullable Object answer() {
    return answer;
  }

  @Override
  public @Nullable Object data() {
    return data;
  }

  @Override
  public Element element() {
    return call.element();
  }

  @Override
  public ElementContext context() {
    return call.context();
  }

  @Override
  public Map<String, ? extends @Nullable Object> inputs() {
    return call.inputs();
  }

  @Override
  public int attempt() {
    return call.attempt();
  }

  @Override
  public String runId() {
    return call.runId();
  }

  @Override
  public Optional<StepResult> result(String step) {
    return call.result(step);
  }

  @Override
  public Map<String, java.util.List<StepResult>> results() {
    return call.results();
  }

  @Override
  public void write(String path, @Nullable Object value) {
    if (path.equals(TaskPipeline.CUSTOM_OUTPUT)) {
      answer = value; // of this task alone, so it does not stay in the context
      isAnswered = true;
    } else {
      call.write(path, value);
    }
  }

  @Override
  public void save(String path, @Nullable Object value) {
    call.save(path, value);
  }

  @Override
  public ElementConfiguration configuration() {
    return call.configuration();
  }
}
