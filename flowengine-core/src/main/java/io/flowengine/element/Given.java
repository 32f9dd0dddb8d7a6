package io.flowengine.element;

import java.util.LinkedHashSet;
import java.util.List;

/** Which elements a child flow gets. Immutable. */
public sealed interface Given {
  /** What can be said by a word. */
  enum Word implements Given {
    /** Those that come to the step together: one run of the child for all of them. */
    COHORT,
    /** Each by itself: a run of the child for each, not more at once than the width. */
    EACH,
    /** All elements of the calling run, those that are out already too: one run for all callers. */
    ALL,
    /**
     * Those of the calling run that the own selection of the child chooses when it comes to the
     * step, in rank order or the order in which they are listed: one run for all callers.
     */
    OWN_SELECTION
  }

  /**
   * Elements of the calling run: one run for all callers.
   *
   * @param ids their ids, in the order in which they are to come; each once
   */
  record Listed(List<String> ids) implements Given {
    /** Copies. */
    public Listed {
      ids = List.copyOf(new LinkedHashSet<>(ids));
    }
  }

  /**
   * Those elements of the calling run for which a filter holds when it comes to the step, in rank
   * order: one run for all callers.
   *
   * @param filter the text of the filter, see {@link ElementFilter}
   */
  record Matching(String filter) implements Given {
    /**
     * Checks.
     *
     * @throws io.flowengine.execution.InvalidInputException if the filter breaks the syntax
     */
    public Matching {
      ElementFilter unused = ElementFilter.parse(filter);
    }
  }

  /** {@return those that come to the step together} */
  static Given cohort() {
    return Word.COHORT;
  }

  /** {@return each by itself} */
  static Given each() {
    return Word.EACH;
  }

  /** {@return all of the calling run} */
  static Given all() {
    return Word.ALL;
  }

  /** {@return those of the calling run that the child chooses by its own selection} */
  static Given ownSelection() {
    return Word.OWN_SELECTION;
  }

  /**
   * Names elements.
   *
   * @param ids their ids, in the order in which they are to come
   * @return these
   */
  static Given listed(String... ids) {
    return new Listed(List.of(ids));
  }

  /**
   * Chooses elements by a filter.
   *
   * @param filter its text
   * @return those for which it holds
   * @throws io.flowengine.execution.InvalidInputException if the filter breaks the syntax
   */
  static Given matching(String filter) {
    return new Matching(filter);
  }
}
