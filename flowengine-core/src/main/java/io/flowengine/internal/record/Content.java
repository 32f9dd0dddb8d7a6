package io.flowengine.internal.record;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One version of the content of a file. It never changes: saving makes another one.
 *
 * @param id its identity, under which its chunks are stored
 * @param chunks how many chunks it has
 * @param size how many bytes
 */
public record Content(String id, int chunks, long size) {
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("id", id);
    map.put("chunks", (long) chunks);
    map.put("size", size);
    return map;
  }

  /** Reads what {@link #toMap} made; null stands for no content. */
  public static @Nullable Content of(@Nullable Object stored) {
    if (stored instanceof Map<?, ?> map
        && map.get("id") instanceof String id
        && map.get("chunks") instanceof Long chunks
        && map.get("size") instanceof Long size) {
      return new Content(id, Math.toIntExact(chunks), size);
    }
    return null;
  }
}
