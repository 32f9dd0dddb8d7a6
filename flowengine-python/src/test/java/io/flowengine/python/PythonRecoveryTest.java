package io.flowengine.python;

import io.flowengine.FlowEngineBuilder;
import io.flowengine.spi.FlowScript;
import io.flowengine.spi.FlowSource;
import io.flowengine.testkit.RecoveryKit;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** A Python flow that does one of everything, with a crash at every commit. */
final class PythonRecoveryTest extends RecoveryKit {
  private static final Map<String, String> SCRIPTS =
      Map.of(
          "everything",
          """
          import random
          import time
          import flow_api

          def handler(system, this, inputs):
              number = inputs['number']
              this.log('begin')
              drawn = f'drawn {random.random()} {time.time()}'
              this.log(drawn)
              system.setting('recovery').save(value=number)
              doubled = flow_api.step('double', lambda: number * 2)
              first = this.flow('child', name='first', number=1)
              second = this.flow('child', name='second', number=2, wait=False)
              third = this.flow('child', name='third', number=3, wait=False)
              this.wait_for(second, third)
              this.sleep(60)
              message = this.message('recovery', request='well?')
              try:
                  this.flow('failing')
              except flow_api.DependencyFailedError:
                  this.log('failed as it should')
              children = [first, second, third]
              this.set_output('drawn', drawn)
              this.set_output('doubled', doubled)
              this.set_output('sum', sum(child.get('output_value')['number'] for child in children))
              this.set_output('setting', system.setting('recovery').get('value'))
              this.set_output('answer', message.get('response')['string'])
              return this.success('recovered')
          """,
          "child",
          """
          def handler(system, this, inputs):
              this.sleep(1)
              return {'number': inputs['number'] * 10}
          """,
          "failing",
          """
          def handler(system, this, inputs):
              this.error('no')
          """);

  @Override
  protected void define(FlowEngineBuilder builder, Runnable effect) {
    builder.language(PythonFlows.on(SharedPython.RUNTIME)).flows(new Texts());
  }

  @Override
  protected boolean runsEffect() {
    return false;
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
