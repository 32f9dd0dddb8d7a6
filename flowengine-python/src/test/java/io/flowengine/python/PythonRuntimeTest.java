package io.flowengine.python;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PythonRuntimeTest {

  @Test
  void closing_while_it_warms_up_ends_the_warm_up_quietly() {
    PythonRuntime runtime = PythonRuntime.builder().interpreters(1).build();
    CompletableFuture<Void> warm = CompletableFuture.runAsync(runtime::warmUp);
    runtime.close();
    assertThatCode(warm::join).doesNotThrowAnyException();
  }
}
