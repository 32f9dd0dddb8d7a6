package io.flowengine.execution;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The table of tagged types: one row says which Java class is written under which tag as which
 * text, and how the text is read back. Whoever meets a tag on the way in or out asks here.
 */
final class ValueTypes {
  static final String TAG = "$type";
  static final String CONTENT = "value";

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter();
  private static final DateTimeFormatter LOCAL =
      new DateTimeFormatterBuilder().appendPattern("uuuu-MM-dd'T'").append(TIME).toFormatter();
  private static final DateTimeFormatter OFFSET =
      new DateTimeFormatterBuilder().append(LOCAL).appendPattern("xxx").toFormatter();
  private static final DateTimeFormatter OFFSET_TIME =
      new DateTimeFormatterBuilder().append(TIME).appendPattern("xxx").toFormatter();

  /** One Java class that JSON has no form for. */
  record Tagged<T>(Class<T> type, String tag, Function<T, String> write, Function<String, T> read) {
    String text(Object value) {
      return write.apply(type.cast(value));
    }
  }

  private static final Map<Class<?>, Tagged<?>> BY_CLASS = new LinkedHashMap<>();

  static {
    add(OffsetDateTime.class, "datetime", OFFSET::format, ValueTypes::offsetDateTime);
    add(LocalDateTime.class, "datetime", LOCAL::format, LocalDateTime::parse);
    add(
        ZonedDateTime.class,
        "datetime",
        OFFSET::format,
        text -> offsetDateTime(text).toZonedDateTime());
    add(
        Instant.class,
        "datetime",
        at -> OFFSET.format(at.atOffset(ZoneOffset.UTC)),
        text -> offsetDateTime(text).toInstant());
    add(LocalDate.class, "date", LocalDate::toString, LocalDate::parse);
    add(LocalTime.class, "time", TIME::format, LocalTime::parse);
    add(OffsetTime.class, "time", OFFSET_TIME::format, OffsetTime::parse);
    add(Duration.class, "timedelta", ValueTypes::seconds, Duration::parse);
    add(byte[].class, "bytes", Base64.getEncoder()::encodeToString, Base64.getDecoder()::decode);
    add(BigDecimal.class, "decimal", BigDecimal::toString, BigDecimal::new);
    add(SecretRef.class, "secret", SecretRef::name, SecretRef::new);
  }

  // buffers are pooled, because those of a thread would stay with every stack that is parked
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Value.MAX_DEPTH * 2 + 100)
                  .maxNumberLength(1_000_000)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .streamWriteConstraints(
              StreamWriteConstraints.builder().maxNestingDepth(Value.MAX_DEPTH * 2 + 100).build())
          .build();

  private ValueTypes() {}

  private static <T> void add(
      Class<T> type, String tag, Function<T, String> write, Function<String, T> read) {
    BY_CLASS.put(type, new Tagged<>(type, tag, write, read));
  }

  static Collection<Tagged<?>> rows() {
    return BY_CLASS.values();
  }

  /** The row of a class; null if JSON has a form for it or it cannot be stored. */
  static @Nullable Tagged<?> of(Class<?> type) {
    return BY_CLASS.get(type);
  }

  /** What a tagged text comes back as when no type is declared. */
  static Object untyped(String tag, String text) {
    try {
      return switch (tag) {
        case "datetime" -> hasOffset(text) ? offsetDateTime(text) : LocalDateTime.parse(text);
        case "date" -> LocalDate.parse(text);
        case "time" -> hasOffset(text) ? OffsetTime.parse(text) : LocalTime.parse(text);
        case "timedelta" -> Duration.parse(text);
        case "bytes" -> Base64.getDecoder().decode(text);
        case "decimal" -> new BigDecimal(text);
        case "secret" -> new SecretRef(text);
        default ->
            throw new InvalidInputException("unknown tag $type '" + tag + "' in a stored value");
      };
    } catch (DateTimeParseException | IllegalArgumentException e) {
      throw new InvalidInputException(
          "a stored value tagged '" + tag + "' cannot be read: '" + text + "'");
    }
  }

  private static OffsetDateTime offsetDateTime(String text) {
    OffsetDateTime utc = StoredTimes.utc(text);
    if (utc != null) {
      return utc;
    }
    return hasOffset(text)
        ? OffsetDateTime.parse(text)
        : LocalDateTime.parse(text).atOffset(ZoneOffset.UTC);
  }

  private static boolean hasOffset(String text) {
    int time = Math.max(text.indexOf('T'), 0);
    return text.endsWith("Z") || text.indexOf('+', time) > 0 || text.indexOf('-', time) > 0;
  }

  /** Total seconds, the one ISO form that both languages write and read without a calendar. */
  private static String seconds(Duration duration) {
    BigDecimal seconds =
        BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
    BigDecimal shortest = seconds.stripTrailingZeros();
    return "PT" + (shortest.scale() < 0 ? shortest.setScale(0) : shortest).toPlainString() + "S";
  }

  static void writeTag(JsonGenerator out, String tag, String text) throws IOException {
    out.writeStartObject();
    out.writeStringField(TAG, tag);
    out.writeStringField(CONTENT, text);
    out.writeEndObject();
  }

  static void writeRecord(JsonGenerator out, RecordRef ref) throws IOException {
    out.writeStartObject();
    out.writeStringField(TAG, "record");
    out.writeObjectFieldStart(CONTENT);
    out.writeStringField("type", ref.type().scriptName());
    out.writeStringField("by", ref.by());
    out.writeStringField("select", ref.select());
    out.writeEndObject();
    out.writeEndObject();
  }

  static RecordRef record(@Nullable Object content) {
    if (content instanceof Map<?, ?> map
        && map.get("type") instanceof String type
        && map.get("by") instanceof String by
        && map.get("select") instanceof String select) {
      return new RecordRef(RecordType.of(type), by, select);
    }
    throw new InvalidInputException("a stored reference to a record cannot be read: " + content);
  }

  static UncheckedIOException impossible(IOException e) {
    return new UncheckedIOException("writing to memory failed", e);
  }
}
