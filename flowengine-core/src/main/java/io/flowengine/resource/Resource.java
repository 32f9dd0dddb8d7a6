package io.flowengine.resource;

import io.flowengine.execution.RecordRef;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record as a flow sees it: a reference with a cache. Making one reads nothing. {@link #get}
 * reads the cache and loads the record at its first use; every read of the store, and every write,
 * is a journaled step. Belongs to the thread of the flow.
 */
public interface Resource extends RecordRef.Live {
  /** {@return true if the record is stored and not deleted} */
  boolean exists();

  /**
   * Reads a field from the cache, loading the record at the first use.
   *
   * @param field the field
   * @return its value; null if it has none
   * @throws io.flowengine.execution.ResourceNotFoundException if the record does not exist
   * @throws io.flowengine.execution.InvalidInputException if its type has no such field
   */
  @Nullable Object get(String field);

  /**
   * Reads a field from the store.
   *
   * @param field the field
   * @return its value; null if it has none
   * @throws io.flowengine.execution.ResourceNotFoundException if the record does not exist
   * @throws io.flowengine.execution.InvalidInputException if its type has no such field
   */
  @Nullable Object load(String field);

  /**
   * Changes a field in the cache only: {@link #get} and {@link #load} give the new value, and the
   * next call that saves writes it.
   *
   * @param field the field
   * @param value its new value
   * @return this
   */
  Resource set(String field, @Nullable Object value);

  /**
   * Writes what {@link #set} has changed. Creates the record if there is none of its type and name.
   *
   * @return this
   * @throws io.flowengine.execution.InvalidInputException if its type has no such field, or the
   *     value breaks a rule
   */
  Resource save();

  /**
   * Creates the record, or changes the existing one of the same type and name.
   *
   * @param fields the new values; fields not named keep theirs
   * @return this
   * @throws io.flowengine.execution.InvalidInputException if its type has no such field, or the
   *     value breaks a rule
   */
  Resource save(Map<String, ?> fields);

  /**
   * Changes the record and never creates it.
   *
   * @param fields the new values
   * @return this
   * @throws io.flowengine.execution.ResourceNotFoundException if the record does not exist
   */
  Resource update(Map<String, ?> fields);

  /**
   * Saves a copy of the record with changed fields.
   *
   * @param name the name of the copy; null for {@code <name> copy}
   * @param fields the fields that differ
   * @return the copy
   * @throws io.flowengine.execution.ResourceNotFoundException if the record does not exist
   * @throws io.flowengine.execution.InvalidInputException if a record has the name of the copy, or
   *     a field breaks a rule
   */
  Resource clone(@Nullable String name, Map<String, ?> fields);

  /**
   * Deletes the record softly: it keeps its id, and its name is free then.
   *
   * @throws io.flowengine.execution.ResourceNotFoundException if the record does not exist
   */
  void delete();
}
