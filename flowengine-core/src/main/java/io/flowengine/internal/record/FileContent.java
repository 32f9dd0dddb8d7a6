package io.flowengine.internal.record;

import io.flowengine.execution.Filter;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Query;
import io.flowengine.internal.argument.Times;
import io.flowengine.internal.node.Part;
import io.flowengine.internal.node.Services;
import io.flowengine.spi.StoredRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The content of a file: {@code content} is given as bytes or base64 text and kept as chunks, and
 * the record names the version it has. Earlier versions stay while an execution that was there
 * before they were replaced has not ended, for it may refer to them.
 */
public final class FileContent implements RecordHook {
  /** The field that names the present version. */
  public static final String PRESENT = "_content";

  /** The field that lists replaced versions that are still there. */
  static final String EARLIER = "_earlier";

  /** How a saved file names chunks that are stored already. */
  public static final String UPLOADED = "_uploaded";

  private @Nullable Content written;
  private byte @Nullable [] only;

  @Override
  public void saving(
      RecordChange change,
      Map<String, @Nullable Object> fields,
      Map<String, @Nullable Object> given) {
    Content before = Content.of(fields.get(PRESENT));
    Content after = content(change, given);
    fields.remove("content");
    fields.remove(UPLOADED);
    if (after != null) {
      fields.put(PRESENT, after.toMap());
      fields.put("content_size_bytes", after.size());
    }
    List<Object> earlier = remaining(change, fields.get(EARLIER));
    if (before != null && after != null && !before.equals(after)) {
      Map<String, @Nullable Object> replaced = before.toMap();
      replaced.put("until", change.author().instant());
      earlier.add(replaced);
    }
    fields.put(EARLIER, earlier);
  }

  private @Nullable Content content(RecordChange change, Map<String, @Nullable Object> given) {
    Content uploaded = Content.of(given.get(UPLOADED));
    if (uploaded != null) {
      return uploaded;
    }
    if (!given.containsKey("content")) {
      return null;
    }
    if (written == null) {
      written = stored(change.author(), bytes(given.get("content")));
    }
    return written;
  }

  /** What fits into one chunk is written with the record; all else needs commits before it. */
  private Content stored(Author author, byte[] bytes) {
    String id = author.services().newId().toString();
    if (bytes.length > ContentStore.CHUNK) {
      return new ContentStore(author.services()).write(id, author, bytes);
    }
    only = bytes;
    return new Content(id, bytes.length == 0 ? 0 : 1, bytes.length);
  }

  @Override
  public Part committing(RecordChange change) {
    Content before = content(change.before());
    Content after = content(change.after());
    if (after == null || after.equals(before)) {
      return Part.NONE;
    }
    byte[] bytes = only;
    if (bytes == null || !after.equals(written)) {
      return new ContentStore(change.author().services()).closing(after);
    }
    return bytes.length == 0 ? Part.NONE : ContentStore.only(after, bytes);
  }

  private static @Nullable Content content(@Nullable StoredRecord file) {
    return file == null ? null : Content.of(file.fields().toMap().get(PRESENT));
  }

  @Override
  public Map<String, @Nullable Object> copying(Author author, StoredRecord original) {
    Content content = Content.of(original.fields().toMap().get(PRESENT));
    if (content == null) {
      return Map.of();
    }
    if (written == null) {
      Services services = author.services();
      written = new ContentStore(services).copy(content, author, services.newId().toString());
    }
    return Map.of(UPLOADED, written.toMap());
  }

  private static byte[] bytes(@Nullable Object given) {
    if (given instanceof byte[] bytes) {
      return bytes;
    }
    if (given instanceof String text) {
      try {
        return Base64.getDecoder().decode(text.replaceAll("\\s", ""));
      } catch (IllegalArgumentException e) {
        throw new InvalidInputException(
            "content", "must be bytes or base64 text; save text with save_text_content", text);
      }
    }
    throw new InvalidInputException("content", "must be bytes or base64 text", given);
  }

  /** Removes the chunks of versions that no unended execution can refer to; gives the others. */
  private static List<Object> remaining(RecordChange change, @Nullable Object earlier) {
    List<Object> remaining = new ArrayList<>();
    Services services = change.author().services();
    for (Object each : earlier instanceof List<?> list ? list : List.of()) {
      Map<?, ?> version = (Map<?, ?>) Objects.requireNonNull(each);
      Instant until = Times.instant(Objects.requireNonNull(version.get("until")));
      if (until != null && isReferredTo(change.author(), until)) {
        remaining.add(new LinkedHashMap<>(version));
      } else {
        new ContentStore(services).remove(Objects.requireNonNull(Content.of(version)));
      }
    }
    return remaining;
  }

  private static boolean isReferredTo(Author author, Instant until) {
    List<Filter> unended = new ArrayList<>();
    unended.add(new Filter.Condition("created_at", Filter.Op.LE, until));
    unended.add(Filter.eq("ended_at", null));
    Query query = Query.where(new Filter.And(unended)).limit(1);
    return !author.services().store().executions(query).items().isEmpty();
  }
}
