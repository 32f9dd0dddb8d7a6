package io.flowengine.element;

import java.util.List;

/**
 * Decides by itself whether a gate is passed; for example, whether the service is healthy. It is
 * called once for all elements that stand at the gate, so what is to be done once for them together
 * has its place here too: telling people, say.
 */
@FunctionalInterface
public interface GateCheck {
  /**
   * A gate that is asked.
   *
   * @param run the execution
   * @param gate the name of the gate
   * @param flow the name of the flow
   * @param batch the batch of the flow, from 0; the one that is to begin if it is asked between two
   * @param elements the ids of the elements that stand at it, or of those of the batch that is to
   *     begin, in the order of the run; cannot be changed
   */
  record Question(String run, String gate, String flow, int batch, List<String> elements) {
    /** Copies the ids. */
    public Question {
      elements = List.copyOf(elements);
    }
  }

  /**
   * Looks. It may block and look several times; its thread is interrupted when the run is cancelled
   * or the time of the gate is over. A crash has it asked again.
   *
   * @param question which gate
   * @return true to pass, false to refuse
   * @throws Exception to refuse; its message tells why
   */
  boolean passes(Question question) throws Exception;
}
