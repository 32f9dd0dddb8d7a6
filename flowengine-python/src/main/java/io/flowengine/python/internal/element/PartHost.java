package io.flowengine.python.internal.element;

import io.flowengine.element.StepResult;
import io.flowengine.element.TaskScope;
import io.flowengine.execution.FlowEngineException;
import io.flowengine.execution.Value;
import io.flowengine.spi.Environment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.graalvm.polyglot.HostAccess;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a part of a task can reach of Java: its attempt. */
public final class PartHost extends ScriptHost {
  private static final Logger LOG = LoggerFactory.getLogger(PartHost.class);

  private final TaskScope scope;

  PartHost(TaskScope scope, Environment environment) {
    super(environment, scope.element().id().hashCode());
    this.scope = scope;
  }

  /** What every part sees, in stored form. */
  String describe() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("inputs", scope.inputs());
    map.put("command", scope.command());
    map.put("answer", scope.answer());
    map.put("data", scope.data());
    return Value.of("task", map).json();
  }

  /** {@return the fixed part of the element, in stored form} */
  @HostAccess.Export
  public String element() {
    return Json.element(scope.element());
  }

  /** {@return what is known of the element, in stored form} */
  @HostAccess.Export
  public String context() {
    return Json.context(scope.context());
  }

  /**
   * Gives the result of an earlier step.
   *
   * @param step its id
   * @return a list with the last result, or empty, in stored form
   */
  @HostAccess.Export
  public String results(String step) {
    Optional<StepResult> last = scope.result(step);
    return Json.results(last.map(List::of).orElse(List.of()));
  }

  /**
   * Adds to the context of the element.
   *
   * @param path where
   * @param value what, in stored form
   * @return what is wrong with it; null if nothing is
   */
  @HostAccess.Export
  public @Nullable String write(String path, String value) {
    return refusal(() -> scope.write(path, Value.ofJson(value).toObject()));
  }

  /**
   * Saves a setting of the element.
   *
   * @param path where
   * @param value what, in stored form
   * @return what is wrong with it; null if nothing is
   */
  @HostAccess.Export
  public @Nullable String save(String path, String value) {
    return refusal(() -> scope.save(path, Value.ofJson(value).toObject()));
  }

  /**
   * Tells what the script has printed. An attempt has no log of its own, so that is the logger.
   *
   * @param line the line, without its end
   */
  @HostAccess.Export
  public void print(String line) {
    LOG.info("on element {}: {}", scope.element().id(), line);
  }

  /** {@return the newest configuration; null if there is none} */
  @HostAccess.Export
  public @Nullable String lastConfig() {
    return scope.configuration().last().orElse(null);
  }

  /** {@return the number of the newest configuration, from 1; 0 if there is none} */
  @HostAccess.Export
  public long configVersion() {
    return scope.configuration().version();
  }

  /**
   * Gives a value of the configuration.
   *
   * @param path the keys, joined by dots
   * @return the value in stored form
   */
  @HostAccess.Export
  public String config(String path) {
    return Value.of("config", scope.configuration().get(path)).json();
  }

  /**
   * Saves a new configuration.
   *
   * @param text the configuration
   * @return what is wrong with it; null if nothing is
   */
  @HostAccess.Export
  public @Nullable String saveConfig(String text) {
    return refusal(() -> scope.configuration().save(text));
  }

  private static @Nullable String refusal(Runnable write) {
    try {
      write.run();
      return null;
    } catch (FlowEngineException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
