package io.flowengine.testkit.process;

import static java.util.Objects.requireNonNull;

import io.flowengine.FlowEngine;
import io.flowengine.FlowEngineBuilder;
import io.flowengine.OpenMessage;
import io.flowengine.execution.Execution;
import io.flowengine.execution.Outcome;
import io.flowengine.execution.Value;
import io.flowengine.spi.Store;
import io.flowengine.testkit.CrashingStore.Moment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Plays the flow of a {@link KilledJvmKit} to its end, in a child JVM that may be stopped on its
 * way, or in the JVM of the test.
 */
final class KilledJvm {
  static final String REACHED = "reached";
  static final String ENDED = "ended after ";

  private static final int ARGUMENTS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration BREATH = Duration.ofMillis(10);

  private KilledJvm() {}

  /** Starts a child JVM with the arguments of the journeys it is to play. */
  static ChildJvm start(KilledJvmKit kit, List<String> journeys) {
    List<String> arguments = new ArrayList<>();
    arguments.add(kit.getClass().getName());
    arguments.addAll(journeys);
    return ChildJvm.start(KilledJvm.class, arguments.toArray(String[]::new));
  }

  /**
   * The child JVM. Arguments: the class of the kit, and for each journey it plays the address of
   * the store, the file for the effects, how many seconds the clock is ahead, at which commit to
   * stop (0 for never), the moment.
   */
  public static void main(String[] args) throws Exception {
    Constructor<?> constructor = Class.forName(args[0]).getDeclaredConstructor();
    constructor.setAccessible(true);
    KilledJvmKit kit = (KilledJvmKit) constructor.newInstance();
    for (int i = 1; i < args.length; i += ARGUMENTS) {
      play(kit, Arrays.asList(args).subList(i, i + ARGUMENTS));
    }
    System.exit(0); // a language may have threads that do not end by themselves
  }

  private static void play(KilledJvmKit kit, List<String> arguments) throws Exception {
    int point = Integer.parseInt(arguments.get(3));
    try (Store store = kit.open(arguments.get(0))) {
      StoppingStore stopping =
          new StoppingStore(
              store, point, Moment.valueOf(arguments.get(4)), () -> ChildJvm.tell(REACHED));
      Duration ahead = Duration.ofSeconds(Long.parseLong(arguments.get(2)));
      play(kit, stopping, Path.of(arguments.get(1)), ahead);
      ChildJvm.tell(ENDED + stopping.commits());
    }
  }

  /** Plays in an engine of its own until the flow has ended. */
  static void play(KilledJvmKit kit, Store store, Path effects, Duration ahead) {
    FlowEngineBuilder builder =
        FlowEngine.builder().environment(new OffsetEnvironment(ahead)).store(store);
    kit.define(builder, appending(effects));
    try (FlowEngine engine = builder.build()) {
      Execution journey = engine.flow("journey").idempotencyKey("once").start();
      Instant end = Instant.now().plus(PATIENCE);
      while (journey.outcome(BREATH) instanceof Outcome.NotEnded<Value>) {
        for (OpenMessage message : engine.openMessages()) {
          engine.answer(message.id(), Map.of("string", "yes"));
        }
        if (Instant.now().isAfter(end)) {
          throw new AssertionError("no end after " + PATIENCE + ": " + journey.tree().toText());
        }
      }
    }
  }

  private static Consumer<String> appending(Path effects) {
    return key -> {
      try {
        Path unused =
            Files.writeString(
                effects,
                requireNonNull(key) + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }
}
