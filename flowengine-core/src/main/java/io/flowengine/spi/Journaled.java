package io.flowengine.spi;

import java.util.List;

/**
 * Something that can show the journal of an execution: the handles that an engine gives to hosts.
 */
public interface Journaled {
  /** {@return the entries as they are stored now, by position; empty if there are none} */
  List<JournalEntry> journal();
}
