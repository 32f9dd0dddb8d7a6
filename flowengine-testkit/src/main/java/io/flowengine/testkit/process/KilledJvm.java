package io.flowengine.testkit.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

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
 * Plays the flow of a {@link KilledJvmKit} to its end, in a child JVM in which it may be stopped on
 * its way, or in the JVM of the test.
 */
final class KilledJvm {
  static final String REACHED = "reached";
  static final String ENDED = "ended after ";

  private static final int ARGUMENTS = 5;
  private static final int COMMIT = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration BREATH = Duration.ofMillis(10);

  private KilledJvm() {}

  /**
   * Starts a child JVM.
   *
   * @param journeys the arguments of the journeys it is to play, see {@link #main}
   */
  static ChildJvm start(KilledJvmKit kit, List<String> journeys) {
    List<String> arguments = new ArrayList<>();
    arguments.add(kit.getClass().getName());
    arguments.addAll(journeys);
    return ChildJvm.start(KilledJvm.class, arguments.toArray(String[]::new));
  }

  /**
   * Kills a JVM when each journey that it has begun has stopped, or has ended: a run with fewer
   * commits may do that.
   */
  static void kill(ChildJvm child, int journeys) {
    for (int i = 0; i < journeys; i++) {
      assertThat(child.next(KilledJvmKit.PATIENCE))
          .as(child::story)
          .matches(REACHED + "|" + ENDED + ".*");
    }
    child.kill();
  }

  /**
   * The child JVM. Journeys that are not to stop are played one after the other, then all others at
   * the same time. Arguments: the class of the kit, and for each journey the address of the store,
   * the file for the effects, how many seconds the clock is ahead, at which commit to stop (0 for
   * never), the moment.
   */
  public static void main(String[] args) throws Exception {
    Constructor<?> constructor = Class.forName(args[0]).getDeclaredConstructor();
    constructor.setAccessible(true);
    KilledJvmKit kit = (KilledJvmKit) constructor.newInstance();
    List<Thread> stopping = new ArrayList<>();
    for (int i = 1; i < args.length; i += ARGUMENTS) {
      List<String> journey = Arrays.asList(args).subList(i, i + ARGUMENTS);
      if (journey.get(COMMIT).equals("0")) {
        play(kit, journey);
      } else {
        stopping.add(Thread.ofPlatform().start(() -> playOrExit(kit, journey)));
      }
    }
    for (Thread thread : stopping) {
      thread.join();
    }
    System.exit(0); // a language may have threads that do not end by themselves
  }

  private static void playOrExit(KilledJvmKit kit, List<String> journey) {
    try {
      play(kit, journey);
    } catch (Throwable e) {
      e.printStackTrace(); // the parent shows it
      System.exit(1);
    }
  }

  private static void play(KilledJvmKit kit, List<String> arguments) throws Exception {
    int point = Integer.parseInt(arguments.get(COMMIT));
    int commits;
    try (Store store = kit.open(arguments.get(0))) {
      StoppingStore stopping =
          new StoppingStore(
              store,
              point,
              Moment.valueOf(arguments.get(COMMIT + 1)),
              () -> ChildJvm.tell(REACHED));
      Duration ahead = Duration.ofSeconds(Long.parseLong(arguments.get(2)));
      play(kit, stopping, Path.of(arguments.get(1)), ahead);
      commits = stopping.commits();
    }
    ChildJvm.tell(ENDED + commits); // the parent may open the store now
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
