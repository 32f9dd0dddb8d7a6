package io.flowengine.testkit.rule;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes docs/flow-api-coverage.md from what {@link RuleRecorder} left in the {@code target/rules}
 * of all modules. The argument is the root of the project.
 */
public final class CoverageReport {
  private static final String HEAD =
      """
      # Which tests prove which rule of the flow API

      Written by `CoverageReport` from the tests that passed in the last run; see [testing.md](testing.md). Do not edit it by hand.

      """;

  private final Map<String, String> titles;
  private final Map<String, Map<String, SortedSet<String>>> tests = new TreeMap<>();

  CoverageReport(Map<String, String> titles) {
    this.titles = titles;
  }

  /**
   * Reads and writes.
   *
   * @param args the root of the project
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]);
    CoverageReport report = new CoverageReport(titles());
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> records =
          files.filter(file -> file.getParent().endsWith("target/rules")).sorted().toList();
      for (Path file : records) {
        Files.readAllLines(file).forEach(report::add);
      }
    }
    Files.writeString(root.resolve("docs/flow-api-coverage.md"), report.markdown());
  }

  private static Map<String, String> titles() throws IOException {
    Map<String, String> titles = new LinkedHashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                requireNonNull(CoverageReport.class.getResourceAsStream("flow-api-rules.tsv")),
                StandardCharsets.UTF_8))) {
      lines
          .lines()
          .map(line -> line.split("\t", 2))
          .forEach(fields -> titles.put(fields[0], fields[1]));
    }
    return titles;
  }

  /** Takes in one line of a record: rule, suite, class, test. */
  void add(String line) {
    String[] fields = line.split("\t", -1);
    String rule = fields[0];
    if (titles.containsKey(rule)) {
      tests
          .computeIfAbsent(rule, unused -> new TreeMap<>())
          .computeIfAbsent(fields[2] + "." + fields[3], unused -> new TreeSet<>())
          .add(fields[1]);
    }
  }

  String markdown() {
    List<String> without =
        titles.keySet().stream().filter(rule -> !tests.containsKey(rule)).toList();
    StringBuilder text = new StringBuilder(HEAD);
    text.append(
        "%d of %d rules have a test.%n%n## Without a test%n%n"
            .formatted(titles.size() - without.size(), titles.size()));
    without.forEach(rule -> text.append("- %s %s%n".formatted(rule, titles.get(rule))));
    text.append("%n## With a test%n%n| rule | about | tests |%n|---|---|---|%n".formatted());
    titles.forEach(
        (rule, title) -> {
          if (tests.containsKey(rule)) {
            text.append("| %s | %s | %s |%n".formatted(rule, title, cell(tests.get(rule))));
          }
        });
    return text.toString();
  }

  /** Tests of a kit name the suites that played them. */
  private static String cell(Map<String, SortedSet<String>> of) {
    List<String> names = new ArrayList<>();
    of.forEach(
        (test, suites) -> {
          boolean own = suites.size() == 1 && test.startsWith(suites.first() + ".");
          names.add(
              "`"
                  + test
                  + "`"
                  + (own ? "" : suites.stream().collect(Collectors.joining(", ", " (", ")"))));
        });
    return String.join("<br>", names);
  }
}
