package io.flowengine.testkit;

import java.lang.reflect.Proxy;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The context of a test that has not failed. */
final class PretendedTest {
  private PretendedTest() {}

  static ExtensionContext context() {
    return (ExtensionContext)
        Proxy.newProxyInstance(
            PretendedTest.class.getClassLoader(),
            new Class<?>[] {ExtensionContext.class},
            (proxy, method, arguments) ->
                method.getReturnType() == Optional.class ? Optional.empty() : null);
  }
}
