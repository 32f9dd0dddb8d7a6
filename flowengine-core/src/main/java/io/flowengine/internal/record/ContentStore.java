package io.flowengine.internal.record;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Value;
import io.flowengine.internal.node.Part;
import io.flowengine.internal.node.Services;
import io.flowengine.spi.Cell;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The content of files, in chunks that are cells of the store, so that no more than one chunk is in
 * memory. Chunks are written before the record that names them, in commits of their own: until that
 * record is written nobody sees them.
 *
 * <p>A cell tells that a version is open, that is, being written, and by whom. Chunks can be
 * written while it is there. The commit that writes the record closes the version; one whose writer
 * will not come back to close it is found by this cell and {@linkplain #abandon abandoned}.
 */
public final class ContentStore {
  /** How many bytes a chunk has; the last one may have less. */
  static final int CHUNK = 256 * 1024;

  private static final String CHUNKS = "file";
  private static final String OPEN = "open/";

  private final Services services;

  public ContentStore(Services services) {
    this.services = services;
  }

  private static String key(String content, int index) {
    return content + "/" + index;
  }

  /** A version that is open. */
  record Opened(String content, String writer, Instant at) {}

  /** Opens a version; repeating it, after a crash, does nothing. */
  public void open(String content, Author author) {
    Value opened = Value.of(Map.of("by", author.name(), "at", author.instant().toString()));
    if (services.store().cell(CHUNKS, OPEN + content).version() == 0) {
      services.commit(new Commit(services.node()).write(CHUNKS, OPEN + content, 0, opened));
    }
  }

  /** Lists open versions behind one of them; null to begin. */
  List<Opened> opened(@Nullable String after, int limit) {
    String key = after == null ? "" : OPEN + after;
    return services.store().cells(CHUNKS, OPEN, key, limit).stream()
        .map(
            cell -> {
              Map<String, @Nullable Object> opened = cell.value().toMap();
              return new Opened(
                  cell.key().substring(OPEN.length()),
                  String.valueOf(opened.get("by")),
                  Instant.parse(String.valueOf(opened.get("at"))));
            })
        .toList();
  }

  /** Closes a version, and removes what an earlier attempt has written behind its end. */
  Part closing(Content content) {
    Cell open = services.store().cell(CHUNKS, OPEN + content.id());
    if (open.version() != 1) {
      throw notOpen(content.id());
    }
    List<Cell> behind = chunks(content.id(), content.chunks());
    return commit -> {
      commit.write(CHUNKS, open.key(), 1, null);
      behind.forEach(chunk -> commit.write(CHUNKS, chunk.key(), chunk.version(), null));
    };
  }

  private static InvalidInputException notOpen(String content) {
    return new InvalidInputException(
        "content", "must be a version that is being written; this one was given up", content);
  }

  private List<Cell> chunks(String content, int from) {
    List<Cell> chunks = new ArrayList<>(0);
    for (int index = from; ; index++) {
      Cell chunk = services.store().cell(CHUNKS, key(content, index));
      if (chunk.version() == 0) {
        return chunks;
      }
      chunks.add(new Cell(CHUNKS, chunk.key(), chunk.version(), Value.NULL));
    }
  }

  /**
   * Removes an open version. First its cell is changed, so that nothing is written any more; it
   * goes last, so that whoever is interrupted here is followed by another.
   */
  public void abandon(String content) {
    Cell open = services.store().cell(CHUNKS, OPEN + content);
    if (open.version() == 1) {
      services.commit(new Commit(services.node()).write(CHUNKS, open.key(), 1, open.value()));
    }
    if (services.store().cell(CHUNKS, OPEN + content).version() == 2) {
      for (Cell chunk : chunks(content, 0).reversed()) {
        services.commit(
            new Commit(services.node()).write(CHUNKS, chunk.key(), chunk.version(), null));
      }
      services.commit(new Commit(services.node()).write(CHUNKS, OPEN + content, 2, null));
    }
  }

  /** Writes a chunk of an open version; a repeated write, after a crash, replaces it. */
  public void write(String content, int index, byte[] bytes) {
    Cell open = new Cell(CHUNKS, OPEN + content, 1, Value.NULL);
    CommitResult result;
    do {
      Cell before = services.store().cell(CHUNKS, key(content, index));
      result =
          services.commit(
              new Commit(services.node())
                  .check(open)
                  .write(CHUNKS, before.key(), before.version(), Value.of(bytes)));
      if (result instanceof CommitResult.Conflict conflict
          && conflict.cells().stream().anyMatch(cell -> cell.key().equals(open.key()))) {
        throw notOpen(content);
      }
    } while (result instanceof CommitResult.Conflict);
  }

  /** Writes the only chunk of a version that was not opened, in the commit that names it. */
  static Part only(Content content, byte[] bytes) {
    return commit -> commit.write(CHUNKS, key(content.id(), 0), 0, Value.of(bytes));
  }

  /** Writes bytes as an open version. */
  public Content write(String content, Author author, byte[] bytes) {
    open(content, author);
    int index = 0;
    for (int start = 0; start < bytes.length; start += CHUNK) {
      write(
          content,
          index++,
          Arrays.copyOfRange(bytes, start, Math.min(bytes.length, start + CHUNK)));
    }
    return new Content(content, index, bytes.length);
  }

  /** Copies chunk by chunk to an open version. */
  Content copy(Content from, Author author, String to) {
    open(to, author);
    for (int index = 0; index < from.chunks(); index++) {
      write(to, index, read(from.id(), index));
    }
    return new Content(to, from.chunks(), from.size());
  }

  /** Reads a chunk. */
  public byte[] read(String content, int index) {
    Cell cell = services.store().cell(CHUNKS, key(content, index));
    if (cell.value().toObject() instanceof byte[] bytes) {
      return bytes;
    }
    throw new IllegalStateException("the store has lost chunk " + index + " of content " + content);
  }

  /** Reads the whole content into memory. */
  public byte[] read(Content content) {
    ByteArrayOutputStream all = new ByteArrayOutputStream(Math.toIntExact(content.size()));
    for (int index = 0; index < content.chunks(); index++) {
      all.writeBytes(read(content.id(), index));
    }
    return all.toByteArray();
  }

  /** Removes what nobody refers to any more; may be repeated. */
  void remove(Content content) {
    for (int index = 0; index < content.chunks(); index++) {
      Cell cell = services.store().cell(CHUNKS, key(content.id(), index));
      if (cell.version() > 0) {
        services.commit(
            new Commit(services.node()).write(CHUNKS, cell.key(), cell.version(), null));
      }
    }
  }
}
