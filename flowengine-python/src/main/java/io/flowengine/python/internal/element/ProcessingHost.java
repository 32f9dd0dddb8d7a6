package io.flowengine.python.internal.element;

import io.flowengine.spi.ElementScriptRun;
import io.flowengine.spi.Environment;
import org.graalvm.polyglot.HostAccess;

/** What a processing script can reach of Java: the selected elements. */
public final class ProcessingHost extends ScriptHost {
  private final ElementScriptRun run;

  ProcessingHost(ElementScriptRun run, Environment environment) {
    super(environment, run.seed());
    this.run = run;
  }

  /**
   * Gives the fixed part of an element.
   *
   * @param rank which
   * @return its stored form
   */
  @HostAccess.Export
  public String element(int rank) {
    return Json.element(run.elements().get(rank).element());
  }

  /**
   * Gives what is known of an element.
   *
   * @param rank which
   * @return its context in stored form
   */
  @HostAccess.Export
  public String context(int rank) {
    return Json.context(run.elements().get(rank));
  }

  /**
   * Tells what the script has printed.
   *
   * @param line the line, without its end
   */
  @HostAccess.Export
  public void print(String line) {
    run.print(line);
  }

  /**
   * Warns.
   *
   * @param code which rule
   * @param message what people read
   */
  @HostAccess.Export
  public void warn(String code, String message) {
    run.warn(code, message);
  }
}
