package io.flowengine.internal.record;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Object templates: the attributes must be described in a way that objects can be checked by. */
final class ObjectTemplateHook implements RecordHook {
  @Override
  public void saving(
      RecordChange change,
      Map<String, @Nullable Object> fields,
      Map<String, @Nullable Object> given) {
    CustomObjectAttributes.requireTemplate(CustomObjectAttributes.map(given.get("attributes")));
    for (String event : new String[] {"on_create", "on_update", "on_delete"}) {
      if (given.get(event) instanceof String flow) {
        change.author().services().catalog().require(flow);
      }
    }
  }
}
