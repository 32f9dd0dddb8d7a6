package io.flowengine.python;

import io.flowengine.FlowEngineBuilder;
import io.flowengine.spi.FlowScript;
import io.flowengine.spi.FlowSource;
import io.flowengine.testkit.process.KilledJvmKit;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The flows of the {@link KilledJvmKit} in Python. */
abstract class KilledPythonJvm extends KilledJvmKit {
  private static final Map<String, String> SCRIPTS =
      Map.of(
          "journey",
          """
          import flow_api

          def handler(system, this, inputs):
              this.log('begin')
              system.setting('journey').save(value=1)
              system.setting('journey').save(value=system.setting('journey').load('value') + 1)
              charged = flow_api.step('charge', lambda: 42)
              leg = this.flow('leg', name='leg')
              racers = [this.flow('racer', name=f'racer-{i}', wait=False) for i in (1, 2, 3)]
              winner = this.wait_for(*racers, return_when='FIRST_ENDED').get('name')
              this.log(f'won by {winner}')
              answer = None
              try:
                  this.sleep(0.02)
                  message = this.message('journey', request='well?')
                  answer = message.get('response')['string']
                  this.flow('failing', name='failing')
              except flow_api.DependencyFailedError:
                  this.log('caught')
                  this.set_output('charged', charged)
                  flow_api.step('refund', lambda: 0)
              finally:
                  system.setting('cleaned').save(value=True)
              this.wait_for(*racers, return_when='ALL_ENDED')
              again = this.wait_for(*racers, return_when='FIRST_ENDED').get('name')
              this.set_output('count', system.setting('journey').load('value'))
              this.set_output('leg', leg.get('output_value')['number'])
              this.set_output('winner', winner)
              this.set_output('again', again)
              this.set_output('answer', answer)
              return this.success('arrived')
          """,
          "leg",
          """
          import flow_api

          def handler(system, this, inputs):
              this.sleep(0.01)
              return {'number': flow_api.step('walk', lambda: 7)}
          """,
          "racer",
          """
          def handler(system, this, inputs):
              this.sleep(0.015)
          """,
          "failing",
          """
          def handler(system, this, inputs):
              this.error('no')
          """);

  @Override
  protected void define(FlowEngineBuilder builder, Consumer<String> effect) {
    builder.language(PythonFlows.on(SharedPython.RUNTIME)).flows(new Texts());
  }

  @Override
  protected boolean runsEffect() {
    return false;
  }

  @Override
  protected int sampled() {
    return 10;
  }

  private record Texts() implements FlowSource {
    @Override
    public Optional<FlowScript> find(String name) {
      return Optional.ofNullable(SCRIPTS.get(name))
          .map(text -> new FlowScript(name, "python", "<flow " + name + ">", text));
    }

    @Override
    public Collection<String> names() {
      return SCRIPTS.keySet();
    }
  }
}
