package io.flowengine.internal.runtime;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ReturnWhen;
import io.flowengine.execution.Value;
import io.flowengine.internal.node.Part;
import io.flowengine.spi.Cell;
import io.flowengine.spi.Commit;
import io.flowengine.spi.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A wait for a signal. The signal leaves the {@link Mailbox} in the commit that records its value.
 */
final class SignalWait implements Awaiting {
  private final FlowRun run;
  private final String name;
  private final @Nullable Duration timeout;
  private @Nullable Cell cell;
  private @Nullable Part settling;

  SignalWait(FlowRun run, String name, @Nullable Duration timeout) {
    this.run = run;
    this.name = name;
    this.timeout = timeout;
  }

  @Override
  public Wait wakes() {
    return new Wait(List.of(), ReturnWhen.ALL_ENDED, List.of(Mailbox.topic(run.id())));
  }

  @Override
  public @Nullable Instant deadline(Instant createdAt) {
    return timeout == null ? null : createdAt.plus(timeout);
  }

  @Override
  public Optional<Value> look() {
    Cell current = Mailbox.cell(run.services(), run.id());
    Mailbox mailbox = Mailbox.of(current);
    cell = current;
    settling = null;
    Optional<Mailbox.Signal> found = mailbox.first(name);
    found.ifPresent(
        signal -> settling = commit -> Mailbox.write(commit, current, mailbox.without(signal)));
    return found.map(signal -> Value.of(Map.of("value", signal.value())));
  }

  @Override
  public Optional<Part> settling() {
    return Optional.ofNullable(settling);
  }

  @Override
  public Value expired() {
    return Value.of(Map.of("timed_out", true));
  }

  @Override
  public void register(Commit commit) {
    commit.check(requireNonNull(cell));
  }
}
