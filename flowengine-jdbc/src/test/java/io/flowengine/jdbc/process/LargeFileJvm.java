package io.flowengine.jdbc.process;

import io.flowengine.FlowEngine;
import io.flowengine.flow.FlowSystem;
import io.flowengine.jdbc.JdbcStore;
import io.flowengine.jdbc.LeaseClock;
import io.flowengine.testkit.process.ChildJvm;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * A JVM with little heap whose flow saves a large file from a stream, copies it, and reads the
 * copy. Arguments: the address of the store, how many bytes the file has.
 */
final class LargeFileJvm {
  private LargeFileJvm() {}

  public static void main(String[] args) {
    long size = Long.parseLong(args[1]);
    try (JdbcStore store = StoreAddress.open(args[0], LeaseClock.ENGINE);
        FlowEngine engine =
            FlowEngine.builder()
                .store(store)
                .flow("store", (system, self, inputs) -> stored(system, size))
                .build()) {
      Map<String, ?> outputs = engine.flow("store").start().await(Duration.ofMinutes(5)).outputs();
      ChildJvm.tell(
          outputs.get("size")
              + " bytes, "
              + (outputs.get("given").equals(outputs.get("read")) ? "equal" : "different"));
    }
  }

  private static Map<String, Object> stored(FlowSystem system, long size) throws IOException {
    CRC32 given = new CRC32();
    system.file("large").saveContent(() -> new Noise(size, given));
    system.file("large").clone("copy", Map.of());
    CRC32 read = new CRC32();
    long count = 0;
    try (InputStream in = system.file("copy").content()) {
      byte[] buffer = new byte[64 * 1024];
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        read.update(buffer, 0, length);
        count += length;
      }
    }
    return Map.of("size", count, "given", given.getValue(), "read", read.getValue());
  }

  /** Bytes that do not repeat soon, made as they are read. */
  private static final class Noise extends InputStream {
    private final CRC32 sum;
    private long left;
    private long state = 88172645463325252L;

    Noise(long size, CRC32 sum) {
      this.left = size;
      this.sum = sum;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (length == 0) {
        return 0;
      }
      int count = 0;
      for (int next = read(); next >= 0; next = count < length ? read() : -1) {
        into[offset + count++] = (byte) next;
      }
      return count == 0 ? -1 : count;
    }

    @Override
    public int read() {
      if (left == 0) {
        return -1;
      }
      left--;
      state ^= state << 13;
      state ^= state >>> 7;
      state ^= state << 17;
      int next = (int) state & 0xff;
      sum.update(next);
      return next;
    }
  }
}
