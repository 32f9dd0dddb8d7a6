package io.flowengine.yaml;

import static java.util.Objects.requireNonNull;

import io.flowengine.FlowEngine;
import java.nio.file.Path;

/**
 * The records of a store as files, which a team keeps in Git: {@code flows/NAME.py} with {@code
 * flows/NAME.yaml} for its other fields if they are not the usual ones, the same for {@code
 * wrappers} and {@code schedulers}, and {@code settings/NAME.yaml}, {@code connectors}, {@code
 * schedules}, {@code webhooks}, {@code projects}, {@code bundles}. Records refer to each other by
 * name: {@code flow: orders}.
 *
 * <p>Secrets are not in the files. {@code !secret NAME} names one; {@code !secret ""} stands for
 * one that is in the store itself and was left out.
 */
public final class ResourceFolder {
  private final Path folder;

  private ResourceFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Takes a folder.
   *
   * @param folder the folder; an export makes it if it does not exist
   * @return the folder
   */
  public static ResourceFolder of(Path folder) {
    return new ResourceFolder(requireNonNull(folder, "folder"));
  }

  /**
   * Writes all records of these types that the store of an engine has. Files of records that it
   * does not have stay.
   *
   * @param engine the engine
   * @return what was written
   * @throws java.io.UncheckedIOException if a file cannot be written; others may have been
   */
  public ExportReport exportFrom(FlowEngine engine) {
    return new Exporter(engine.records(), folder).run();
  }

  /**
   * Saves the records of this folder in the store of an engine, so that each is as its files say;
   * fields that they do not name get their defaults, secrets that were left out stay as they are in
   * the store. What is the same already is not written, so that no schedule begins anew. Records
   * that have no file stay. All files are checked before the first is saved; if the JVM dies in
   * between, import again.
   *
   * @param engine the engine
   * @return what was saved
   * @throws InvalidResourcesException if a file is wrong; it lists all that is, and nothing was
   *     saved
   * @throws java.io.UncheckedIOException if a file cannot be read
   */
  public ImportReport importInto(FlowEngine engine) {
    return new Importer(engine.records()).run(folder);
  }
}
