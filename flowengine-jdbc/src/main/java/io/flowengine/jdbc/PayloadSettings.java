package io.flowengine.jdbc;

import io.flowengine.jdbc.internal.file.KeyFile;
import io.flowengine.jdbc.internal.session.Blobs;
import io.flowengine.jdbc.internal.session.Payloads;
import io.flowengine.spi.BlobStore;
import io.flowengine.spi.PayloadCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the builder was told about payloads. */
final class PayloadSettings {
  @Nullable PayloadCodec codec;
  boolean keyFile;
  boolean acceptsPlain;
  @Nullable BlobStore blobs;
  int threshold;

  Payloads forFile(Path database, String name) {
    if (!keyFile) {
      return payloads(codec);
    }
    if (codec != null) {
      throw new StoreOpenException(
          name, "it has a payloadCodec and is to be encrypted() too; leave one of them out", null);
    }
    Path file = database.resolveSibling(database.getFileName() + ".key");
    try {
      if (!Files.exists(file)) {
        requireMayCreate(database, file, name);
        KeyFile.create(file);
      }
      return payloads(KeyFile.codec(file));
    } catch (KeyFile.UnusableException e) {
      throw new StoreOpenException(name, e.problem(), e);
    } catch (IOException e) {
      throw new StoreOpenException(
          name, "its key file " + file + " cannot be read or made (" + e + ")", e);
    }
  }

  /** A new key beside an old database would hide that the right one is lost. */
  private void requireMayCreate(Path database, Path file, String name) throws IOException {
    if (!acceptsPlain && Files.exists(database) && Files.size(database) > 0) {
      throw new StoreOpenException(
          name,
          "its key file "
              + file
              + " is missing; restore it from a backup. If the store was never encrypted, open it"
              + " with acceptPlainPayloads() once",
          null);
    }
  }

  Payloads forDatabase(String name) {
    if (keyFile) {
      throw new StoreOpenException(
          name,
          "encrypted() keeps a key file beside a database file, and this is a server; give it the"
              + " keys with payloadCodec(AesGcmCodec.of(...))",
          null);
    }
    return payloads(codec);
  }

  private Payloads payloads(@Nullable PayloadCodec encoder) {
    Blobs apart = blobs == null ? null : new Blobs(blobs, threshold, encoder);
    return new Payloads(encoder, encoder == null || acceptsPlain, apart);
  }
}
