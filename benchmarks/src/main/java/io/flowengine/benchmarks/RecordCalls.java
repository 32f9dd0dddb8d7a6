package io.flowengine.benchmarks;

import io.flowengine.FlowEngine;
import io.flowengine.python.PythonFlows;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls of the flow API from Python, in memory, each beside a bare journaled step in the same flow.
 */
final class RecordCalls implements Benchmark {
  private static final String SCRIPT =
      """
      def nothing():
          pass

      def handler(system, this, inputs):
          s = system.setting('record-calls')
          s.save(value=1)
          what = inputs['what']
          if what == 'step':
              for i in range(inputs['count']):
                  flow_api.step('s', nothing)
          elif what == 'this.load':
              for i in range(inputs['count']):
                  this.load('name')
          elif what == 'set_output':
              for i in range(inputs['count']):
                  this.set_output(x=i)
          elif what == 'log':
              for i in range(inputs['count']):
                  this.log('line')
          elif what == 'setting read':
              for i in range(inputs['count']):
                  system.setting('record-calls').get('value')
          elif what == 'acquire + release':
              for i in range(inputs['count']):
                  s.acquire()
                  s.release()
      """;

  @Override
  public String name() {
    return "record-calls";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    int count = quick ? 500 : 2_000;
    List<Figure> figures = new ArrayList<>();
    try (FlowEngine engine =
        FlowEngine.builder()
            .language(PythonFlows.create())
            .flows(Scripts.of("calls", SCRIPT))
            .build()) {
      CallCost cost = new CallCost(engine, "calls", quick ? 10 : 20);
      double step = cost.micros("step", count);
      for (String call : List.of("this.load", "set_output", "log", "setting read")) {
        figures.add(figure(call, cost.micros(call, count), step));
      }
      double both = cost.micros("acquire + release", count);
      figures.add(figure("acquire or release, half of both", both / 2, step));
    }
    return figures;
  }

  private Figure figure(String call, double micros, double step) {
    return new Figure(name(), call + ", vs a bare step", micros, "us", step);
  }
}
