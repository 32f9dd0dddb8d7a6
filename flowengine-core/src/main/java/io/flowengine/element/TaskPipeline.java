package io.flowengine.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.Value;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A task that is made of parts, each of which may be left out but the one that sends:
 *
 * <ol>
 *   <li><em>manage</em> looks at the element and adds to its context. If it writes {@value
 *       #CUSTOM_OUTPUT} nothing is sent: that value is the answer;
 *   <li><em>model</em> renders the command or message, from a text with {@code ${path}} or by code;
 *   <li><em>send</em> brings it to the element and gives its answer;
 *   <li><em>process</em> turns the answer into data;
 *   <li><em>finish</em> looks at the data, writes settings and configuration; what it gives is the
 *       value of the result.
 * </ol>
 *
 * <p>Each part is Java code or a script. Immutable.
 */
public final class TaskPipeline {
  /** What is written into the context to have nothing sent. */
  public static final String CUSTOM_OUTPUT = "automation_custom_output";

  /** A part that can be run once its description is resolved. */
  private interface Part<T> extends Function<TaskParts, T> {}

  private final Part<ElementTask> send;
  private final @Nullable Part<TaskFunction> manage;
  private final @Nullable Part<TaskFunction> model;
  private final @Nullable Part<TaskFunction> process;
  private final @Nullable Part<TaskFunction> finish;

  private TaskPipeline(
      Part<ElementTask> send,
      @Nullable Part<TaskFunction> manage,
      @Nullable Part<TaskFunction> model,
      @Nullable Part<TaskFunction> process,
      @Nullable Part<TaskFunction> finish) {
    this.send = send;
    this.manage = manage;
    this.model = model;
    this.process = process;
    this.finish = finish;
  }

  /**
   * Begins with the part that sends.
   *
   * @param task sends; it is given a {@link TaskScope}, and its value is the answer
   * @return a pipeline of it alone
   */
  public static TaskPipeline sending(ElementTask task) {
    requireNonNull(task, "task");
    return new TaskPipeline(parts -> task, null, null, null, null);
  }

  /**
   * Begins with a connector that sends.
   *
   * @param call the call; {@code ${command}} is what the model rendered
   * @return a pipeline of it alone
   */
  public static TaskPipeline sending(ConnectorTask call) {
    requireNonNull(call, "call");
    return new TaskPipeline(parts -> parts.connector(call), null, null, null, null);
  }

  private static Part<TaskFunction> of(TaskFunction function) {
    requireNonNull(function, "function");
    return parts -> function;
  }

  private static Part<TaskFunction> of(ElementScript script) {
    requireNonNull(script, "script");
    return parts -> parts.script(script);
  }

  /**
   * Adds the part that manages.
   *
   * @param function the part
   * @return the pipeline with it
   */
  public TaskPipeline manage(TaskFunction function) {
    return new TaskPipeline(send, of(function), model, process, finish);
  }

  /**
   * Adds the part that manages.
   *
   * @param script the part
   * @return the pipeline with it
   */
  public TaskPipeline manage(ElementScript script) {
    return new TaskPipeline(send, of(script), model, process, finish);
  }

  /**
   * Adds the text of the command.
   *
   * @param template the text, in which {@code ${path}} is replaced; see {@link
   *     ConnectorTask#inputs}
   * @return the pipeline with it
   */
  public TaskPipeline model(String template) {
    requireNonNull(template, "template");
    return model(scope -> new Template(scope).fill(template));
  }

  /**
   * Adds the part that renders the command.
   *
   * @param function gives the command
   * @return the pipeline with it
   */
  public TaskPipeline model(TaskFunction function) {
    return new TaskPipeline(send, manage, of(function), process, finish);
  }

  /**
   * Adds the part that renders the command.
   *
   * @param script gives the command
   * @return the pipeline with it
   */
  public TaskPipeline model(ElementScript script) {
    return new TaskPipeline(send, manage, of(script), process, finish);
  }

  /**
   * Adds the part that turns the answer into data.
   *
   * @param function gives the data; {@link AnswerModels} has some
   * @return the pipeline with it
   */
  public TaskPipeline process(TaskFunction function) {
    return new TaskPipeline(send, manage, model, of(function), finish);
  }

  /**
   * Adds the part that turns the answer into data.
   *
   * @param script gives the data
   * @return the pipeline with it
   */
  public TaskPipeline process(ElementScript script) {
    return new TaskPipeline(send, manage, model, of(script), finish);
  }

  /**
   * Adds the part that looks at the data.
   *
   * @param function gives the value of the result
   * @return the pipeline with it
   */
  public TaskPipeline finish(TaskFunction function) {
    return new TaskPipeline(send, manage, model, process, of(function));
  }

  /**
   * Adds the part that looks at the data.
   *
   * @param script gives the value of the result
   * @return the pipeline with it
   */
  public TaskPipeline finish(ElementScript script) {
    return new TaskPipeline(send, manage, model, process, of(script));
  }

  /**
   * Makes the task.
   *
   * @param parts resolves scripts and connectors
   * @return the task
   */
  public ElementTask task(TaskParts parts) {
    ElementTask sends = send.apply(parts);
    Optional<TaskFunction> manages = resolved(manage, parts);
    Optional<TaskFunction> models = resolved(model, parts);
    Optional<TaskFunction> processes = resolved(process, parts);
    Optional<TaskFunction> finishes = resolved(finish, parts);
    return call -> {
      PipelineScope scope = new PipelineScope(call);
      if (manages.isPresent()) {
        Object unused = manages.get().apply(scope);
      }
      boolean changed = false;
      if (!scope.isAnswered) {
        if (models.isPresent()) {
          scope.command = models.get().apply(scope);
        }
        TaskResult sent = sends.run(scope);
        if (sent.outcome() != TaskOutcome.OK) {
          return sent;
        }
        changed = sent.changed();
        scope.answer = sent.value().toObject();
      }
      scope.data = processes.isPresent() ? processes.get().apply(scope) : scope.answer;
      Object value = finishes.isPresent() ? finishes.get().apply(scope) : scope.data;
      return new TaskResult(TaskOutcome.OK, changed, Value.of("value", value), null);
    };
  }

  private static Optional<TaskFunction> resolved(
      @Nullable Part<TaskFunction> part, TaskParts parts) {
    return part == null ? Optional.empty() : Optional.of(part.apply(parts));
  }
}
