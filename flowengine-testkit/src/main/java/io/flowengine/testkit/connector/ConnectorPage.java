package io.flowengine.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.connector.Connector;
import io.flowengine.connector.Input;
import io.flowengine.connector.Inputs;
import io.flowengine.connector.Output;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The page of a connector, made of its declarations. With {@code -Dflowengine.pages=write} pages
 * are written instead of compared.
 */
final class ConnectorPage {
  private static final String WRITE = "flowengine.pages";

  private final Connector connector;

  ConnectorPage(Connector connector) {
    this.connector = connector;
  }

  /** Checks that a file has this page. */
  void requireCurrent(Path file) {
    try {
      if ("write".equals(System.getProperty(WRITE))) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text());
      }
      assertThat(file)
          .as("the page of %s; write it anew with -D%s=write", connector.type(), WRITE)
          .content()
          .isEqualTo(text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The page, in Markdown. */
  String text() {
    StringBuilder page = new StringBuilder();
    page.append("# ").append(connector.type()).append("\n\n");
    if (!connector.about().isEmpty()) {
      page.append(connector.about()).append("\n\n");
    }
    page.append("This page is made of the declarations of `");
    page.append(connector.getClass().getSimpleName()).append("`.\n\n## Inputs\n\n");
    page.append("| input | takes | default | |\n|---|---|---|---|\n");
    connector.inputs().declared().forEach(input -> page.append(row(input)));
    for (Inputs.Group group : connector.inputs().groups()) {
      page.append("\n").append(group.isRequired() ? "Exactly" : "At most").append(" one of ");
      page.append(code(group.names())).append(".\n");
    }
    page.append("\n## Outputs\n\n| output | is | |\n|---|---|---|\n");
    connector.outputs().declared().forEach(output -> page.append(row(output)));
    if (connector.outputs().isOpen()) {
      page.append("\nOthers too.\n");
    }
    return page.toString();
  }

  private static String code(List<String> names) {
    return String.join(", ", names.stream().map(name -> "`" + name + "`").toList());
  }

  private String row(Input input) {
    String takes =
        input.choices().isEmpty()
            ? input.kind().said()
            : code(input.choices().stream().map(String::valueOf).toList());
    return "| `%s` | %s | %s | %s |\n"
        .formatted(input.name(), takes, otherwise(input), notes(input));
  }

  private static String otherwise(Input input) {
    if (input.isRequired()) {
      return "required";
    }
    Object value = input.otherwise();
    if (value == null || value.equals(Map.of())) {
      return "";
    }
    return switch (value) {
      case Boolean flag -> flag ? "True" : "False";
      case Duration time -> time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toString();
      default -> "`" + value + "`";
    };
  }

  private String notes(Input input) {
    List<String> notes = new ArrayList<>();
    if (!input.about().isEmpty()) {
      notes.add(input.about());
    }
    String instead = connector.inputs().deprecated().get(input.name());
    if (instead != null) {
      notes.add("deprecated: use " + instead);
    }
    if (input.isSecret()) {
      notes.add("**secret**");
    } else if (!input.secrecy().keys().isEmpty()) {
      notes.add("**secret** under " + code(input.secrecy().keys().stream().sorted().toList()));
    }
    return String.join("; ", notes).replace("|", "\\|");
  }

  private static String row(Output output) {
    return "| `%s` | %s | %s |\n"
        .formatted(output.name(), output.kind().said(), output.about().replace("|", "\\|"));
  }
}
