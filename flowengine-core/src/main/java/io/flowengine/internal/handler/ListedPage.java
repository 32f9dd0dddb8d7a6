package io.flowengine.internal.handler;

import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.execution.Value;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records of one page of a listing. All are loaded together, in one call, when the first of
 * them is asked for more than the listing told.
 */
final class ListedPage {
  private final Calls calls;
  private final RecordType type;
  private final List<String> ids;
  private final Shown shown;
  private @Nullable Map<String, @Nullable Object> found;

  ListedPage(Calls calls, RecordType type, List<String> ids, Shown shown) {
    this.calls = calls;
    this.type = type;
    this.ids = ids;
    this.shown = shown;
  }

  Map<String, @Nullable Object> fields(RecordRef ref) {
    Map<String, @Nullable Object> known = found == null ? load() : found;
    Object fields = known.get(ref.select());
    if (fields == null) {
      throw new ResourceNotFoundException(ref);
    }
    return Value.of(fields).toMap();
  }

  private Map<String, @Nullable Object> load() {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    arguments.put("type", type.scriptName());
    arguments.put("ids", ids);
    shown.addTo(arguments);
    Map<String, @Nullable Object> loaded = new HashMap<>();
    if (calls.call("load_records", arguments).toObject() instanceof List<?> records) {
      for (int i = 0; i < ids.size(); i++) {
        loaded.put(ids.get(i), records.get(i));
      }
    }
    found = loaded;
    return loaded;
  }
}
