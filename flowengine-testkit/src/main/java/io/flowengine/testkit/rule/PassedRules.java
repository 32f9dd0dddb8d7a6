package io.flowengine.testkit.rule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules of the tests that passed in this JVM; written to files when the last test is over. */
final class PassedRules implements AutoCloseable {
  private static final Pattern ID = Pattern.compile("\\G([a-z]{1,3})_(\\d+[a-z]?)_");

  private final Path directory;
  private final Map<Class<?>, Set<String>> lines = new ConcurrentHashMap<>();

  PassedRules(Path directory) {
    this.directory = directory;
  }

  void add(Class<?> outermost, Method test) {
    for (String rule : rules(test)) {
      lines
          .computeIfAbsent(outermost, unused -> ConcurrentHashMap.newKeySet())
          .add(
              String.join(
                  "\t",
                  rule,
                  outermost.getSimpleName(),
                  test.getDeclaringClass().getSimpleName(),
                  test.getName()));
    }
  }

  static Set<String> rules(Method test) {
    Set<String> rules = new TreeSet<>();
    Matcher name = ID.matcher(test.getName());
    while (name.find()) {
      rules.add(name.group(1).toUpperCase(Locale.ROOT) + "-" + name.group(2));
    }
    add(rules, test.getAnnotation(Rule.class));
    add(rules, test.getDeclaringClass().getAnnotation(Rule.class));
    return rules;
  }

  private static void add(Set<String> rules, @Nullable Rule annotation) {
    if (annotation != null) {
      rules.addAll(Arrays.asList(annotation.value()));
    }
  }

  @Override
  public void close() {
    try {
      Files.createDirectories(directory);
      for (Map.Entry<Class<?>, Set<String>> of : lines.entrySet()) {
        Files.write(
            directory.resolve(of.getKey().getName() + ".txt"), new TreeSet<>(of.getValue()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("rules of the tests cannot be written to " + directory, e);
    }
  }
}
