package io.flowengine.internal.handler;

import io.flowengine.execution.RecordRef;
import io.flowengine.execution.Value;
import io.flowengine.resource.Resource;
import io.flowengine.resource.Setting;
import io.flowengine.resource.VaultConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record as a flow in Java sees it; settings included, because they add nothing but a shorter way
 * to their value, and their lock.
 */
final class FlowResource implements Setting, VaultConfig {
  private final Calls calls;
  private final RecordRef ref;
  private final Shown shown;
  private final Map<String, @Nullable Object> changed = new LinkedHashMap<>(0);
  private final @Nullable String name;
  private @Nullable ListedPage page;
  private @Nullable Map<String, @Nullable Object> cache;

  FlowResource(Calls calls, RecordRef ref) {
    this(calls, ref, Shown.NORMAL, null, null);
  }

  /** A record of a listing, which told its name. */
  FlowResource(
      Calls calls, RecordRef ref, Shown shown, @Nullable String name, @Nullable ListedPage page) {
    this.calls = calls;
    this.ref = ref;
    this.shown = shown;
    this.name = name;
    this.page = page;
  }

  @Override
  public RecordRef ref() {
    return ref;
  }

  /** Takes over what a call that wrote the record gave back. */
  void saved(Value fields) {
    cache = fields.toMap();
  }

  Map<String, @Nullable Object> arguments() {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    arguments.put("type", ref.type().scriptName());
    arguments.put("by", ref.by());
    arguments.put("select", ref.select());
    return arguments;
  }

  private Map<String, @Nullable Object> reading() {
    Map<String, @Nullable Object> arguments = arguments();
    shown.addTo(arguments);
    return arguments;
  }

  @Override
  public boolean exists() {
    return Boolean.TRUE.equals(calls.call("exists", reading()).toObject());
  }

  @Override
  public @Nullable Object get(String field) {
    if (changed.containsKey(field)) {
      return changed.get(field);
    }
    if (cache == null && name != null && field.equals("name")) {
      return name;
    }
    Map<String, @Nullable Object> known = cache == null ? firstRead() : cache;
    return Fields.require(ref, known, field);
  }

  private Map<String, @Nullable Object> firstRead() {
    if (page == null) {
      return read();
    }
    Map<String, @Nullable Object> fields = page.fields(ref);
    page = null;
    cache = fields;
    return fields;
  }

  @Override
  public @Nullable Object load(String field) {
    Map<String, @Nullable Object> stored = read();
    return changed.containsKey(field) ? changed.get(field) : Fields.require(ref, stored, field);
  }

  private Map<String, @Nullable Object> read() {
    Map<String, @Nullable Object> fields = calls.call("load", reading()).toMap();
    cache = fields;
    return fields;
  }

  @Override
  public Setting set(String field, @Nullable Object value) {
    changed.put(field, value);
    return this;
  }

  @Override
  public Setting save() {
    return write("save_record", Map.of());
  }

  @Override
  public Setting save(Map<String, ?> fields) {
    return write("save_record", fields);
  }

  @Override
  public Resource update(Map<String, ?> fields) {
    return write("update_record", fields);
  }

  private Setting write(String call, Map<String, ?> fields) {
    Map<String, @Nullable Object> arguments = arguments();
    Map<String, @Nullable Object> all = new LinkedHashMap<>(changed);
    all.putAll(fields);
    arguments.put("fields", Value.of("fields", all));
    cache = calls.call(call, arguments).toMap();
    changed.clear();
    return this;
  }

  @Override
  public Setting saveValue(@Nullable Object value) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("value", value);
    return save(fields);
  }

  @Override
  public VaultConfig writeSecret(String path, Map<String, String> secrets) {
    calls.call("write_secret", Map.of("select", ref.select(), "path", path, "secrets", secrets));
    return this;
  }

  @Override
  public Setting acquire(@Nullable Duration timeout) {
    Map<String, @Nullable Object> arguments = lock();
    if (timeout != null) {
      arguments.put("timeout", timeout);
    }
    calls.call("acquire", arguments);
    return this;
  }

  @Override
  public Setting release() {
    calls.call("release", lock());
    return this;
  }

  private Map<String, @Nullable Object> lock() {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    arguments.put("by", ref.by());
    arguments.put("select", ref.select());
    return arguments;
  }

  @Override
  public FlowResource clone(@Nullable String copy, Map<String, ?> fields) {
    Map<String, @Nullable Object> arguments = arguments();
    if (copy != null) {
      arguments.put("name", copy);
    }
    arguments.put("fields", Value.of("fields", fields));
    Map<String, @Nullable Object> made = calls.call("clone_record", arguments).toMap();
    FlowResource resource =
        new FlowResource(calls, RecordRef.of(ref.type(), String.valueOf(made.get("name"))));
    resource.cache = made;
    return resource;
  }

  @Override
  public void delete() {
    calls.call("delete_record", arguments());
    cache = null;
    page = null;
  }

  /** {@return the form that logs show} */
  @Override
  public String toString() {
    return ref.toString();
  }
}
