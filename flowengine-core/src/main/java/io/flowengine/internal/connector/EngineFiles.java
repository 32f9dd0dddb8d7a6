package io.flowengine.internal.connector;

import static java.util.Objects.requireNonNull;

import io.flowengine.connector.ConnectorEngine.Content;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.execution.Value;
import io.flowengine.flow.PermissionDeniedException;
import io.flowengine.internal.handler.ChunkStream;
import io.flowengine.spi.CallResult;
import io.flowengine.spi.FlowCalls;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The content of files, as a connection reads and writes it: chunk by chunk. */
final class EngineFiles {
  private static final int CHUNK = 256 * 1024;

  private final FlowCalls calls;

  EngineFiles(FlowCalls calls) {
    this.calls = calls;
  }

  private static Map<String, @Nullable Object> arguments(String file) {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    arguments.put("type", RecordType.FILE.scriptName());
    arguments.put("select", file);
    return arguments;
  }

  private Value call(String name, String file, Map<String, ?> arguments) {
    CallResult result = calls.call(name, Value.of(name, arguments));
    if (result instanceof CallResult.Returned returned) {
      return returned.value();
    }
    if (result instanceof CallResult.Raised raised) {
      throw switch (raised.error()) {
        case "ResourceNotFoundError" ->
            new ResourceNotFoundException(RecordRef.of(RecordType.FILE, file));
        case "PermissionDenied" -> new PermissionDeniedException(raised.message());
        default -> new IllegalStateException(raised.error() + ": " + raised.message());
      };
    }
    throw new IllegalStateException("the connection is ending: " + result);
  }

  Content open(String file) {
    Map<String, @Nullable Object> version = call("file.read", file, arguments(file)).toMap();
    long size = version.get("size") instanceof Long bytes ? bytes : 0;
    long count = version.get("chunks") instanceof Long chunks ? chunks : 0;
    String id = String.valueOf(version.get("id"));
    return new Content(
        size, new ChunkStream(id, count, (content, index) -> chunk(file, content, index)));
  }

  private byte[] chunk(String file, String content, long index) {
    Map<String, ?> arguments = Map.of("content", content, "index", index);
    return (byte[]) requireNonNull(call("file.chunk", file, arguments).toObject());
  }

  long save(String file, InputStream in) throws IOException {
    Map<String, @Nullable Object> end = arguments(file);
    Object content = call("file.begin", file, arguments(file)).toMap().get("content");
    end.put("content", content);
    long size = 0;
    long chunks = 0;
    boolean complete = false;
    try {
      byte[] chunk = in.readNBytes(CHUNK);
      while (chunk.length > 0) {
        Map<String, @Nullable Object> put = new LinkedHashMap<>();
        put.put("content", content);
        put.put("index", chunks++);
        put.put("data", chunk);
        Value unused = call("file.put", file, put);
        size += chunk.length;
        chunk = in.readNBytes(CHUNK);
      }
      complete = true;
    } finally {
      if (!complete && chunks > 0) {
        Map<String, @Nullable Object> drop = new LinkedHashMap<>();
        drop.put("content", content);
        drop.put("chunks", chunks);
        Value unused = call("file.drop", file, drop);
      }
    }
    end.put("chunks", chunks);
    end.put("size", size);
    Value unused = call("file.end", file, end);
    return size;
  }
}
