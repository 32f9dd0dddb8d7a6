package io.flowengine.spi;

import io.flowengine.execution.ExecutionId;
import java.util.Optional;

/**
 * Keeps large values apart from the database of a store: a folder, an object storage. What is in it
 * belongs to an execution, is named by a digest of its content, and never changes.
 *
 * <p>A content is put before the commit that needs it, and deleted after the execution was removed.
 * A process that dies in between, and a commit that is refused, leave contents that nobody refers
 * to; they go together with their execution, and those of executions that do not exist may be
 * deleted by whoever looks after the place. An implementation proves itself by extending {@code
 * BlobStoreKit} of the testkit. Thread-safe; each method may wait.
 */
public interface BlobStore {
  /**
   * Keeps a content. When this returns it is as durable as the database is. What has the same owner
   * and name is the same content, so a repetition may do nothing.
   *
   * @param owner the execution that it belongs to
   * @param name its name: 64 lower case hexadecimal digits
   * @param content the content, not changed
   * @throws StoreException if the place cannot be reached at the moment; the call is repeated
   */
  void put(ExecutionId owner, String name, byte[] content);

  /**
   * Reads a content.
   *
   * @param owner the execution that it belongs to
   * @param name its name
   * @return the content as it was put; empty if there is none
   * @throws StoreException if the place cannot be reached at the moment; the call is repeated
   */
  Optional<byte[]> get(ExecutionId owner, String name);

  /**
   * Deletes all that belongs to an execution. It is no error if nothing does.
   *
   * @param owner the execution
   * @throws StoreException if the place cannot be reached at the moment; what is left of it stays
   */
  void delete(ExecutionId owner);
}
