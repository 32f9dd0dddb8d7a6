package io.flowengine.execution;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.flowengine.execution.ValueTypes.Tagged;
import java.io.IOException;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * Puts records and beans into stored form, and reads values as declared types, by Jackson's data
 * binding. It stands apart from {@link ValueTypes} because loading it takes a fifth of the time in
 * which a cold JVM runs its first flow, and plain values do not need it.
 */
final class ValueMapper {
  private static final ObjectMapper MAPPER = mapper();

  private ValueMapper() {}

  static String write(Object bean) throws JsonProcessingException {
    return MAPPER.writeValueAsString(bean);
  }

  /** Reads a value as a declared type. */
  static @Nullable Object read(Value value, Type type) {
    if (type == Value.class) {
      return value;
    }
    try {
      return MAPPER.readValue(value.json(), MAPPER.constructType(type));
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "value",
          "must be convertible to " + type.getTypeName() + " (" + e.getOriginalMessage() + ")",
          value);
    }
  }

  private static ObjectMapper mapper() {
    SimpleModule module = new SimpleModule("flowengine-values");
    for (Tagged<?> row : ValueTypes.rows()) {
      install(module, row);
    }
    module.addSerializer(RecordRef.class, new RecordRefSerializer());
    module.addDeserializer(RecordRef.class, new RecordRefDeserializer());
    module.addDeserializer(Object.class, new UntypedDeserializer());
    module.addSerializer(ExecutionId.class, ToStringSerializer.instance);
    module.addDeserializer(ExecutionId.class, new ExecutionIdDeserializer());
    ObjectMapper mapper = new ObjectMapper(ValueTypes.FACTORY);
    mapper.registerModule(module);
    mapper.configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
    return mapper;
  }

  private static <T> void install(SimpleModule module, Tagged<T> row) {
    module.addSerializer(row.type(), new TaggedSerializer<>(row));
    module.addDeserializer(row.type(), new TaggedDeserializer<>(row));
  }

  private static final class TaggedSerializer<T> extends JsonSerializer<T> {
    private final Tagged<T> row;

    TaggedSerializer(Tagged<T> row) {
      this.row = row;
    }

    @Override
    public void serialize(T value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      ValueTypes.writeTag(out, row.tag(), row.write().apply(value));
    }

    @Override
    public void serializeWithType(
        T value, JsonGenerator out, SerializerProvider provider, TypeSerializer types)
        throws IOException {
      serialize(value, out, provider);
    }
  }

  /** Accepts the tagged form, the bare text, and for durations and decimals a bare number. */
  private static final class TaggedDeserializer<T> extends JsonDeserializer<T> {
    private final Tagged<T> row;

    TaggedDeserializer(Tagged<T> row) {
      this.row = row;
    }

    @Override
    public @Nullable T deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      String text = in.currentToken() == JsonToken.START_OBJECT ? content(in) : in.getText();
      try {
        return row.read()
            .apply(
                row.type() == Duration.class && !text.startsWith("P") && !text.startsWith("-P")
                    ? "PT" + text + "S"
                    : text);
      } catch (DateTimeParseException | IllegalArgumentException e) {
        return context.reportInputMismatch(row.type(), "'%s' is not a %s", text, row.tag());
      }
    }

    private static String content(JsonParser in) throws IOException {
      String text = "";
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String field = in.currentName();
        in.nextToken();
        if (ValueTypes.CONTENT.equals(field)) {
          text = in.getText();
        }
      }
      return text;
    }
  }

  private static final class RecordRefSerializer extends JsonSerializer<RecordRef> {
    @Override
    public void serialize(RecordRef ref, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      ValueTypes.writeRecord(out, ref);
    }
  }

  private static final class RecordRefDeserializer extends JsonDeserializer<RecordRef> {
    @Override
    public RecordRef deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return ValueReader.next(in) instanceof RecordRef ref
          ? ref
          : context.reportInputMismatch(RecordRef.class, "not a reference to a record");
    }
  }

  private static final class ExecutionIdDeserializer extends JsonDeserializer<ExecutionId> {
    @Override
    public ExecutionId deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      return ExecutionId.of(in.getText());
    }
  }

  private static final class UntypedDeserializer extends JsonDeserializer<Object> {
    @Override
    public @Nullable Object deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      return ValueReader.next(in);
    }
  }
}
