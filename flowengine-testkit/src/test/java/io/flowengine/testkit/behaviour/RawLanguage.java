package io.flowengine.testkit.behaviour;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.Value;
import io.flowengine.spi.CallResult;
import io.flowengine.spi.Environment;
import io.flowengine.spi.FlowCalls;
import io.flowengine.spi.FlowLanguage;
import io.flowengine.spi.FlowProgram;
import io.flowengine.spi.FlowScript;
import io.flowengine.spi.FlowSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A language with one flow, {@code raw}, which makes the call that its inputs name with exactly the
 * arguments they hold, as no typed language can.
 */
final class RawLanguage implements FlowLanguage, FlowSource {
  private static final FlowScript RAW = new FlowScript("raw", "raw", "<flow raw>", "");

  private final boolean needsPlatformThreads;

  RawLanguage(boolean needsPlatformThreads) {
    this.needsPlatformThreads = needsPlatformThreads;
  }

  @Override
  public String name() {
    return "raw";
  }

  @Override
  public String fileExtension() {
    return "raw";
  }

  @Override
  public int maxRunning() {
    return 64;
  }

  @Override
  public int maxParked() {
    return 64;
  }

  @Override
  public boolean unwindsDroppedStacks() {
    return true;
  }

  @Override
  public boolean needsPlatformThreads() {
    return needsPlatformThreads;
  }

  @Override
  public void start(Environment environment) {}

  @Override
  public FlowProgram compile(FlowScript script) {
    return RawLanguage::run;
  }

  private static Value run(FlowCalls calls) {
    Map<String, @Nullable Object> inputs = calls.record().attributes().inputs().toMap();
    CallResult result =
        calls.call(String.valueOf(inputs.get("call")), Value.of(inputs.get("arguments")));
    return switch (result) {
      case CallResult.Raised raised ->
          Value.of(Map.of("error", raised.error(), "message", raised.message()));
      case CallResult.Returned returned ->
          Value.of(
              Map.of("returned", returned.value(), "virtual", Thread.currentThread().isVirtual()));
      default -> Value.NULL;
    };
  }

  @Override
  public void stop(ExecutionId execution) {}

  @Override
  public void close() {}

  @Override
  public Optional<FlowScript> find(String name) {
    return name.equals("raw") ? Optional.of(RAW) : Optional.empty();
  }

  @Override
  public Collection<String> names() {
    return List.of("raw");
  }
}
