package io.flowengine.execution;

import static java.util.Objects.requireNonNull;

/**
 * A record named in a value: in inputs, outputs, log data. It is stored as a tagged reference and
 * arrives as a live record in a script. Naming a record says nothing about whether it exists.
 *
 * @param type the type of the record
 * @param by the field that selects it: {@code id} or {@code name}
 * @param select the value of that field
 */
public record RecordRef(RecordType type, String by, String select) {

  /** A live object that stands for a stored record, and is stored as a reference to it. */
  public interface Live {
    /** {@return the reference under which the record is stored} */
    RecordRef ref();
  }

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if {@code by} is neither {@code id} nor {@code name}
   */
  public RecordRef {
    requireNonNull(type, "type");
    requireNonNull(by, "by");
    requireNonNull(select, "select");
    if (!by.equals("id") && !by.equals("name")) {
      throw new IllegalArgumentException("by must be 'id' or 'name', was '" + by + "'");
    }
  }

  /**
   * Names a record the way its type is usually named: activities by id, resources by name.
   *
   * @param type the type of the record
   * @param select its id or name
   * @return the reference
   */
  public static RecordRef of(RecordType type, String select) {
    return new RecordRef(type, type.isActivity() ? "id" : "name", select);
  }

  /** {@return the form that logs show, for example {@code <flow some-name>}} */
  @Override
  public String toString() {
    return "<" + type.scriptName() + " " + select + ">";
  }
}
