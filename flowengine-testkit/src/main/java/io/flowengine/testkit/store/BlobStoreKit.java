package io.flowengine.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.ExecutionId;
import io.flowengine.spi.BlobStore;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of {@link BlobStore} as tests. */
public abstract class BlobStoreKit {
  private static final ExecutionId OWNER = ExecutionId.of(1, 1);
  private static final ExecutionId OTHER = ExecutionId.of(1, 2);
  private static final String NAME = "0a".repeat(32);
  private static final String SECOND = "0b".repeat(32);

  private BlobStore store;

  /** For subclasses. */
  protected BlobStoreKit() {}

  /**
   * Opens a store.
   *
   * @return a new, empty store
   * @throws Exception if that is not possible
   */
  protected abstract BlobStore open() throws Exception;

  /**
   * Opens a store again.
   *
   * @param before a store that {@link #open()} gave
   * @return a store that has what the process before had put into that one
   * @throws Exception if that is not possible
   */
  protected abstract BlobStore reopen(BlobStore before) throws Exception;

  @BeforeEach
  final void openStore() throws Exception {
    store = open();
  }

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  @Test
  final void what_was_put_is_read_also_after_opening_again() throws Exception {
    for (int size : List.of(0, 1, 5_000_000)) {
      String name = "%064x".formatted(size);
      store.put(OWNER, name, content(size));
      assertThat(store.get(OWNER, name)).hasValue(content(size));
      assertThat(reopen(store).get(OWNER, name)).hasValue(content(size));
    }
  }

  @Test
  final void what_was_never_put_is_not_there() {
    assertThat(store.get(OWNER, NAME)).isEmpty();
    store.put(OWNER, NAME, content(10));
    assertThat(store.get(OWNER, SECOND)).isEmpty();
    assertThat(store.get(OTHER, NAME)).isEmpty();
  }

  @Test
  final void putting_the_same_again_changes_nothing() {
    store.put(OWNER, NAME, content(10));
    store.put(OWNER, NAME, content(10));
    assertThat(store.get(OWNER, NAME)).hasValue(content(10));
  }

  @Test
  final void the_array_stays_the_callers() {
    byte[] given = content(10);
    store.put(OWNER, NAME, given);
    Arrays.fill(given, (byte) 7);
    byte[] read = store.get(OWNER, NAME).orElseThrow();
    Arrays.fill(read, (byte) 8);
    assertThat(store.get(OWNER, NAME)).hasValue(content(10));
  }

  @Test
  final void all_of_an_owner_is_deleted_and_nothing_of_others() {
    store.put(OWNER, NAME, content(1));
    store.put(OWNER, SECOND, content(2));
    store.put(OTHER, NAME, content(3));
    store.delete(OWNER);
    assertThat(store.get(OWNER, NAME)).isEmpty();
    assertThat(store.get(OWNER, SECOND)).isEmpty();
    assertThat(store.get(OTHER, NAME)).hasValue(content(3));
    store.delete(OWNER);
  }

  @Test
  final void the_same_may_be_put_by_several_threads_at_once() throws Exception {
    Callable<Boolean> put =
        () -> {
          store.put(OWNER, NAME, content(200_000));
          return Arrays.equals(store.get(OWNER, NAME).orElseThrow(), content(200_000));
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> whole :
          threads.invokeAll(IntStream.range(0, 16).mapToObj(i -> put).toList())) {
        assertThat(whole.get()).isTrue();
      }
    }
  }
}
