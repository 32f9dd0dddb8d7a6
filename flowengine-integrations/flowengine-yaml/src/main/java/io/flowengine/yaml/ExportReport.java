package io.flowengine.yaml;

import java.nio.file.Path;
import java.util.List;

/**
 * What an export has done.
 *
 * @param files the files that hold the records, those that needed no change too
 * @param strays files in the same folders that hold none of the records: their record was deleted
 *     or renamed, or never imported. They were left as they are
 * @param leftOut the secrets that were left out, each as file and path inside it
 */
public record ExportReport(List<Path> files, List<Path> strays, List<String> leftOut) {
  /** Copies the lists. */
  public ExportReport {
    files = List.copyOf(files);
    strays = List.copyOf(strays);
    leftOut = List.copyOf(leftOut);
  }
}
