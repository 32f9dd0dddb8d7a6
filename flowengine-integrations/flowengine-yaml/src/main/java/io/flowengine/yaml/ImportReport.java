package io.flowengine.yaml;

import io.flowengine.execution.RecordRef;
import java.util.List;

/**
 * What an import has done.
 *
 * @param created the records that did not exist before
 * @param changed the records that were different
 * @param unchanged the records that were the same already; nothing was written for them
 */
public record ImportReport(
    List<RecordRef> created, List<RecordRef> changed, List<RecordRef> unchanged) {
  /** Copies the lists. */
  public ImportReport {
    created = List.copyOf(created);
    changed = List.copyOf(changed);
    unchanged = List.copyOf(unchanged);
  }
}
