package io.flowengine.internal.handler;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.Value;
import io.flowengine.resource.FileResource;
import io.flowengine.resource.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file as a flow in Java sees it. */
final class FlowFile implements FileResource {
  private static final int CHUNK = 256 * 1024;

  private final Calls calls;
  private final FlowResource record;

  FlowFile(Calls calls, FlowResource record) {
    this.calls = calls;
    this.record = record;
  }

  @Override
  public FileResource saveContent(Source source) throws IOException {
    Map<String, @Nullable Object> begun = calls.call("file.begin", record.arguments()).toMap();
    Map<String, @Nullable Object> end = record.arguments();
    end.put("content", begun.get("content"));
    if (!Boolean.TRUE.equals(begun.get("is_saved"))) {
      upload(source, end);
    }
    record.saved(calls.call("file.end", end));
    return this;
  }

  private void upload(Source source, Map<String, @Nullable Object> end) throws IOException {
    long size = 0;
    long chunks = 0;
    try (InputStream in = source.open()) {
      byte[] chunk = in.readNBytes(CHUNK);
      while (chunk.length > 0) {
        Map<String, @Nullable Object> put = new LinkedHashMap<>();
        put.put("content", end.get("content"));
        put.put("index", chunks++);
        put.put("data", chunk);
        Value unused = calls.call("file.put", put);
        size += chunk.length;
        chunk = in.readNBytes(CHUNK);
      }
    }
    end.put("chunks", chunks);
    end.put("size", size);
  }

  @Override
  public FileResource saveTextContent(String text) {
    return saveBytesContent(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public FileResource saveBytesContent(byte[] bytes) {
    return save(Map.of("content", bytes));
  }

  @Override
  public FileResource saveBase64Content(String base64) {
    return save(Map.of("content", base64));
  }

  @Override
  public InputStream content() {
    Map<String, @Nullable Object> version = calls.call("file.read", record.arguments()).toMap();
    return new ChunkStream(
        String.valueOf(version.get("id")),
        version.get("chunks") instanceof Long chunks ? chunks : 0,
        this::chunk);
  }

  private byte[] chunk(String content, long index) {
    Map<String, ?> arguments = Map.of("content", content, "index", index);
    return (byte[]) requireNonNull(calls.call("file.chunk", arguments).toObject());
  }

  @Override
  public String textContent() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytesContent())).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(ref() + " is not text in UTF-8; read it with bytesContent()");
    }
  }

  @Override
  public byte[] bytesContent() {
    try (InputStream in = content()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String base64Content() {
    return Base64.getEncoder().encodeToString(bytesContent());
  }

  // ---------------------------------------------------------------- as every record

  @Override
  public RecordRef ref() {
    return record.ref();
  }

  @Override
  public boolean exists() {
    return record.exists();
  }

  @Override
  public @Nullable Object get(String field) {
    return field.equals("content") ? base64Content() : record.get(field);
  }

  @Override
  public @Nullable Object load(String field) {
    return field.equals("content") ? base64Content() : record.load(field);
  }

  @Override
  public FileResource set(String field, @Nullable Object value) {
    record.set(field, value);
    return this;
  }

  @Override
  public FileResource save() {
    record.save();
    return this;
  }

  @Override
  public FileResource save(Map<String, ?> fields) {
    record.save(fields);
    return this;
  }

  @Override
  public FileResource update(Map<String, ?> fields) {
    record.update(fields);
    return this;
  }

  @Override
  public Resource clone(@Nullable String name, Map<String, ?> fields) {
    return new FlowFile(calls, record.clone(name, fields));
  }

  @Override
  public void delete() {
    record.delete();
  }

  /** {@return the form that logs show} */
  @Override
  public String toString() {
    return ref().toString();
  }
}
