package io.flowengine.element;

/** Turns the parts of tasks that are only described into what can be run. */
public interface TaskParts {
  /**
   * Compiles a script.
   *
   * @param script its text
   * @return the part
   */
  TaskFunction script(ElementScript script);

  /**
   * Binds a call of a connector.
   *
   * @param call the call
   * @return the task that makes it; its value is a map of the outputs of the connector
   */
  ElementTask connector(ConnectorTask call);
}
