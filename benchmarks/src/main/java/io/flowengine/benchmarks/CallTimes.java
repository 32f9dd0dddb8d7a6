package io.flowengine.benchmarks;

import io.flowengine.FlowEngine;
import io.flowengine.connector.Connector;
import io.flowengine.connector.OutboundPolicy;
import io.flowengine.execution.Execution;
import io.flowengine.flow.FlowHandler;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;

/**
 * How long connections take that one flow makes one after the other, and how many threads many
 * hold.
 */
final class CallTimes {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int AT_ONCE = 200;

  /** Calls that are made before those that count: compilers take long to get through a driver. */
  private static final int WARM_UP = 5000;

  private final Connector connector;

  CallTimes(Connector connector) {
    this.connector = connector;
  }

  private FlowEngine engine(FlowHandler main) {
    return FlowEngine.builder()
        .connector(connector)
        .outbound(OutboundPolicy.standard().openLoopback())
        .flow("main", main)
        .build();
  }

  /** The median of the time of a call in microseconds, in memory. */
  double median(int calls, Map<String, ?> inputs) {
    double[] times = new double[WARM_UP + calls];
    try (FlowEngine engine =
        engine(
            (system, self, given) -> {
              for (int i = 0; i < times.length; i++) {
                long start = System.nanoTime();
                Execution unused = self.connectTo(connector.type()).inputs(inputs).run();
                times[i] = (System.nanoTime() - start) / 1000.0;
              }
              return null;
            })) {
      engine.flow("main").start().await(PATIENCE);
    }
    return Samples.median(Arrays.copyOfRange(times, WARM_UP, times.length));
  }

  /** The median of the time of the same calls without an engine, all made by this thread. */
  static double median(int calls, Samples.Action call) throws Exception {
    double[] times = new double[WARM_UP + calls];
    for (int i = 0; i < times.length; i++) {
      times[i] = Samples.micros(1, call);
    }
    return Samples.median(Arrays.copyOfRange(times, WARM_UP, times.length));
  }

  /**
   * The same if a virtual thread waits while another one, made for it, makes the call: what it
   * costs at least that a call can be stopped and holds no platform thread.
   */
  static double handedOver(int calls, Samples.Action call) throws Exception {
    FutureTask<Double> all = new FutureTask<>(() -> median(calls, () -> handOver(call)));
    Thread unused = Thread.ofVirtual().start(all);
    return all.get();
  }

  private static void handOver(Samples.Action call) throws Exception {
    FutureTask<Boolean> one =
        new FutureTask<>(
            () -> {
              call.run();
              return true;
            });
    Thread unused = Thread.ofVirtual().start(one);
    boolean unusedEnd = one.get();
  }

  /** How many platform threads more there are while calls are under way that take some time. */
  double threadsOfManyAtOnce(Map<String, ?> slow) {
    try (FlowEngine engine =
        engine(
            (system, self, given) -> {
              int before = ManagementFactory.getThreadMXBean().getThreadCount();
              List<Execution> all = new ArrayList<>();
              for (int i = 0; i < AT_ONCE; i++) {
                all.add(self.connectTo(connector.type()).inputs(slow).start());
              }
              int most = before;
              for (Execution each : all) {
                self.waitFor(each);
                most = Math.max(most, ManagementFactory.getThreadMXBean().getThreadCount());
              }
              return Map.of("threads", most - before);
            })) {
      Object threads = engine.flow("main").start().await(PATIENCE).outputs().get("threads");
      return threads instanceof Number number ? number.doubleValue() : Double.NaN;
    }
  }
}
