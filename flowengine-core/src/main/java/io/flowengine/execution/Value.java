package io.flowengine.execution;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.Type;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value in stored form: JSON text in which everything that JSON lacks carries a tag. Inputs,
 * outputs, settings, step results and call arguments are values. Making one copies, so later
 * changes to what it was made from change nothing.
 *
 * <p>What can be stored, and what it comes back as:
 *
 * <table>
 *   <caption>Types</caption>
 *   <tr><th>Java</th><th>stored as</th><th>comes back as</th></tr>
 *   <tr><td>null, Boolean, String</td><td>JSON</td><td>the same</td></tr>
 *   <tr><td>Byte, Short, Integer, Long, BigInteger</td><td>JSON number</td><td>Long or BigInteger</td></tr>
 *   <tr><td>finite Float, Double</td><td>JSON number</td><td>Double</td></tr>
 *   <tr><td>List, array</td><td>JSON array</td><td>List</td></tr>
 *   <tr><td>Map with text, number or enum keys</td><td>JSON object, order kept</td><td>Map with String keys</td></tr>
 *   <tr><td>OffsetDateTime, ZonedDateTime, Instant, LocalDateTime</td><td>tag {@code datetime}</td><td>OffsetDateTime or
 *       LocalDateTime</td></tr>
 *   <tr><td>LocalDate</td><td>tag {@code date}</td><td>the same</td></tr>
 *   <tr><td>LocalTime, OffsetTime</td><td>tag {@code time}</td><td>the same</td></tr>
 *   <tr><td>Duration</td><td>tag {@code timedelta}</td><td>the same</td></tr>
 *   <tr><td>byte[]</td><td>tag {@code bytes}, base64</td><td>the same</td></tr>
 *   <tr><td>BigDecimal</td><td>tag {@code decimal}</td><td>the same</td></tr>
 *   <tr><td>{@link SecretRef}</td><td>tag {@code secret}, its name</td><td>the same</td></tr>
 *   <tr><td>{@link RecordRef}, or a live record or execution</td><td>tag {@code record}</td><td>RecordRef</td></tr>
 *   <tr><td>enum</td><td>its name</td><td>String</td></tr>
 *   <tr><td>records and beans</td><td>what Jackson makes of them</td><td>Map, or the declared type with {@link #as}</td></tr>
 * </table>
 *
 * Sets, NaN, infinity, streams, functions and values nested deeper than {@value #MAX_DEPTH} levels
 * are refused; the error names the path. A map with the key {@code $type} is stored under the tag
 * {@code dict} and comes back unharmed.
 *
 * <p>Immutable and thread-safe. Equal if the stored text is equal, key order included.
 */
public final class Value {
  /** The deepest nesting of lists and maps. A cycle is reported as too deep. */
  public static final int MAX_DEPTH = 500;

  /** The stored form of null. */
  public static final Value NULL = new Value("null");

  /** The stored form of an empty map. */
  public static final Value EMPTY = new Value("{}");

  private final String json;

  private Value(String json) {
    this.json = json;
  }

  /**
   * Puts a Java object into stored form.
   *
   * @param object anything the table above lists
   * @return its stored form
   * @throws InvalidInputException if something in it cannot be stored; the message names its path,
   *     for example {@code value.a[2]}
   */
  public static Value of(@Nullable Object object) {
    return of("value", object);
  }

  /**
   * Puts a Java object into stored form.
   *
   * @param root how error messages call the object, for example {@code inputs}
   * @param object anything the table above lists
   * @return its stored form
   * @throws InvalidInputException if something in it cannot be stored; the message names its path
   *     below {@code root}
   */
  public static Value of(String root, @Nullable Object object) {
    if (object == null) {
      return NULL;
    }
    if (object instanceof Value value) {
      return value;
    }
    if (object instanceof Map<?, ?> map && map.isEmpty()) {
      return EMPTY;
    }
    return new Value(ValueWriter.write(root, object));
  }

  /**
   * Takes text that is already in stored form, as {@link #json()} gave it. Only its presence is
   * checked here; text that is not JSON makes later reads fail.
   *
   * @param json the stored form
   * @return the value
   */
  public static Value ofJson(String json) {
    requireNonNull(json, "json");
    return switch (json) {
      case "null" -> NULL;
      case "{}" -> EMPTY;
      default -> new Value(json);
    };
  }

  /** {@return the stored form: JSON text with tags} */
  public String json() {
    return json;
  }

  /** {@return true for the stored form of null} */
  public boolean isNull() {
    return json.equals("null");
  }

  /** {@return true for the stored form of an empty map} */
  public boolean isEmpty() {
    return json.equals("{}");
  }

  /**
   * {@return a fresh Java object as the last column of the table says; maps and lists can be
   * changed and belong to the caller}
   */
  public @Nullable Object toObject() {
    return isNull() ? null : ValueReader.read(json);
  }

  /**
   * Gives the value as a map.
   *
   * @return a fresh map in stored order, which belongs to the caller; empty for null
   * @throws InvalidInputException if the value is neither a map nor null
   */
  public Map<String, @Nullable Object> toMap() {
    return ValueReader.map(this);
  }

  /**
   * Gives the value as a map whose values stay in stored form. None of them is read, so this is a
   * cheap way to pass large values on.
   *
   * @return a fresh map in stored order, which belongs to the caller; empty for null
   * @throws InvalidInputException if the value is neither a map nor null
   */
  public Map<String, Value> members() {
    return ValueMembers.of(this);
  }

  /**
   * Gives the value as a declared type, through Jackson.
   *
   * @param type the type, for example a record class
   * @param <T> the type
   * @return the value; null for the stored form of null
   * @throws InvalidInputException if the value does not fit the type
   */
  public <T> @Nullable T as(Class<T> type) {
    return type.cast(ValueMapper.read(this, type));
  }

  /**
   * Gives the value as a declared generic type, through Jackson.
   *
   * @param type the type, for example that of {@code List<Order>}
   * @return the value; null for the stored form of null
   * @throws InvalidInputException if the value does not fit the type
   */
  public @Nullable Object as(Type type) {
    return ValueMapper.read(this, type);
  }

  /**
   * Gives the value without tags: what people and JSON consumers outside want to see, and what
   * settings and messages store.
   *
   * @return plain JSON; tagged values are their text
   */
  public Value untagged() {
    return json.contains("\"$type\"") ? new Value(ValueReader.untagged(json)) : this;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Value value && value.json.equals(json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  /** {@return the stored form} */
  @Override
  public String toString() {
    return json;
  }
}
