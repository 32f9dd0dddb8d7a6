package io.flowengine.benchmarks;

import io.flowengine.FlowEngine;
import io.flowengine.python.PythonFlows;
import java.util.ArrayList;
import java.util.List;

/**
 * A document from Python to the store and back, beside Python's own {@code json.dumps} and {@code
 * json.loads} of the same document in the same interpreter.
 */
final class BridgeJson implements Benchmark {
  private static final String SCRIPT =
      """
      import json

      def document(size):
          return [{'id': i, 'name': f'customer {i}', 'active': i % 2 == 0, 'tags': ['a', 'b'],
                   'balance': i * 1.5, 'address': {'street': 'Main Street', 'city': None}}
                  for i in range(size)]

      def handler(system, this, inputs):
          how, size = inputs['what'].split(' ')
          value = document(int(size))
          if how == 'json':
              for i in range(inputs['count']):
                  json.loads(json.dumps(value))
          else:
              for i in range(inputs['count']):
                  this.set_output(value=value)
                  this.load('output_value')
      """;

  @Override
  public String name() {
    return "bridge-json";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    List<Figure> figures = new ArrayList<>();
    try (FlowEngine engine =
        FlowEngine.builder()
            .language(PythonFlows.create())
            .flows(Scripts.of("documents", SCRIPT))
            .build()) {
      CallCost cost = new CallCost(engine, "documents", quick ? 6 : 16);
      figures.add(figure(cost, "6 KB", 45, quick ? 100 : 400));
      figures.add(figure(cost, "1 MB", 7_500, quick ? 2 : 5));
    }
    return figures;
  }

  private Figure figure(CallCost cost, String size, int rows, int count) throws Exception {
    double json = cost.micros("json " + rows, count);
    double bridge = cost.micros("bridge " + rows, count);
    return new Figure(
        name(), size + " to the store and back, vs json.dumps + loads", bridge, "us", json);
  }
}
