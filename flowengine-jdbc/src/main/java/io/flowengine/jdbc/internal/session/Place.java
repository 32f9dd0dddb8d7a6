package io.flowengine.jdbc.internal.session;

/**
 * The row that payloads belong to. Its text form is what a codec binds them to, so it must never
 * change.
 *
 * @param table the table
 * @param owner the first part of the row's key
 * @param part the rest of it; empty if there is none
 */
public record Place(String table, Object owner, Object part) {
  /** Makes the place of a row whose key is one column. */
  public static Place of(String table, Object owner) {
    return new Place(table, owner, "");
  }

  String column(String column) {
    return table + '.' + column + '/' + owner + '/' + part;
  }
}
