package io.flowengine.testkit.rule;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Writes down which tests ran and passed for which rules. A test that is skipped, aborted or failed
 * proves nothing and is left out.
 *
 * <p>It does nothing unless the configuration parameter {@value #DIRECTORY} of JUnit names a
 * directory. There each outermost test class gets a file, replaced by each run of that class. JUnit
 * finds this extension by itself where {@code junit.jupiter.extensions.autodetection.enabled} is
 * set; elsewhere use {@code @ExtendWith}.
 */
public final class RuleRecorder implements TestWatcher {
  /**
   * The configuration parameter, also read from the system properties, that names the directory.
   */
  public static final String DIRECTORY = "flowengine.rules.directory";

  private static final Namespace NAMESPACE = Namespace.create(RuleRecorder.class);

  /** Called by JUnit. */
  public RuleRecorder() {}

  @Override
  public void testSuccessful(ExtensionContext context) {
    context
        .getConfigurationParameter(DIRECTORY)
        .ifPresent(directory -> passed(context, Path.of(directory)));
  }

  private static void passed(ExtensionContext context, Path directory) {
    ExtensionContext.Store store = context.getRoot().getStore(NAMESPACE);
    PassedRules rules =
        store.getOrComputeIfAbsent(
            PassedRules.class, unused -> new PassedRules(directory), PassedRules.class);
    rules.add(outermost(context), context.getRequiredTestMethod());
  }

  private static Class<?> outermost(ExtensionContext context) {
    Class<?> found = context.getRequiredTestClass();
    for (ExtensionContext at = context; at.getTestClass().isPresent(); ) {
      found = at.getRequiredTestClass();
      at = at.getParent().orElseThrow();
    }
    return found;
  }
}
