package io.flowengine.jdbc;

import io.flowengine.jdbc.internal.file.KeyFile;
import io.flowengine.jdbc.internal.session.Payloads;
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

  Payloads forFile(Path database, String name) {
    if (!keyFile) {
      return payloads();
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
      return Payloads.encodedBy(KeyFile.codec(file), acceptsPlain);
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
    return payloads();
  }

  private Payloads payloads() {
    return codec == null ? Payloads.PLAIN : Payloads.encodedBy(codec, acceptsPlain);
  }
}
