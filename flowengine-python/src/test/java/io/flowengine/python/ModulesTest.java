package io.flowengine.python;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.testkit.VirtualTime;
import io.flowengine.testkit.rule.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** FA-190: modules of the host and of others. */
@Rule("FA-190")
class ModulesTest {
  @TempDir private static Path places;
  private static PythonRuntime runtime;

  private final VirtualTime time = VirtualTime.manual();
  @TempDir private Path folder;
  private FlowEngine engine;

  @BeforeAll
  static void build() throws IOException {
    module("prices", "def net(gross):\n    return gross / 2\n");
    module("helper", "def note(this):\n    this.set_output(noted=True)\n");
    module("faulty", "def fail():\n    raise ValueError('no')\n");
    module("fractions", "Fraction = None\n");
    module("tax", "rate = 19\n");
    module(
        "reach",
        """
        def out(line):
            try:
                exec(line)
            except Exception as error:
                return type(error).__name__
        """);
    Path wheel =
        wheel(
            "shapes-1.4-py3-none-any.whl",
            Map.of(
                "shapes/__init__.py", "from shapes.area import square\n",
                "shapes/area.py", "def square(side):\n    return side * side\n",
                "shapes/units.txt", "metres\n",
                "shapes-1.4.dist-info/METADATA",
                    "Metadata-Version: 2.1\nName: shapes\nVersion: 1.4\n",
                "shapes-1.4.data/purelib/extra.py", "here = True\n",
                "shapes-1.4.data/scripts/run.py", "here = True\n"));
    runtime =
        PythonRuntime.builder()
            .interpreters(1)
            .modulePath(places.resolve("shared"))
            .modulePath(wheel)
            .build();
  }

  @AfterAll
  static void closeRuntime() {
    runtime.close();
  }

  @BeforeEach
  void open() {
    engine =
        FlowEngine.builder()
            .environment(time.node())
            .shutdown(Duration.ZERO)
            .language(PythonFlows.on(runtime))
            .flows(folder)
            .build();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private static void module(String name, String text) throws IOException {
    Path file = places.resolve("shared").resolve(name + ".py");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static Path wheel(String name, Map<String, String> files) throws IOException {
    Path wheel = places.resolve(name);
    try (var zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
      for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return wheel;
  }

  private Execution run(String... lines) throws IOException {
    Files.writeString(
        folder.resolve("main.py"),
        "def handler(system, this, inputs):\n    " + String.join("\n    ", lines) + "\n");
    Execution main = engine.flow("main").start();
    time.settle();
    return main;
  }

  @Test
  void a_folder_of_modules_can_be_imported() throws Exception {
    assertThat(run("import prices", "return {'net': prices.net(5)}")).hasOutput("net", 2.5);
  }

  @Test
  void a_package_of_a_wheel_can_be_imported() throws Exception {
    assertThat(run("import shapes", "return {'area': shapes.square(3)}")).hasOutput("area", 9L);
  }

  @Test
  void a_wheel_is_as_if_it_were_installed() throws Exception {
    assertThat(
            run(
                "import extra, importlib.metadata, importlib.resources, importlib.util",
                "text = importlib.resources.files('shapes').joinpath('units.txt').read_text()",
                "version = importlib.metadata.version('shapes')",
                "return {'all': [text, version, importlib.util.find_spec('run') is None]}"))
        .hasOutput("all", List.of("metres\n", "1.4", true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "open('/etc/passwd')",
        "open('/modules/shared/reach.py', 'w')",
        "import os; os.system('id')",
        "import os; os.remove('/modules/shared/reach.py')",
        "import socket; socket.socket()",
        "import threading; threading.Thread(target=print).start()",
        "import java; java.type('java.lang.System')"
      })
  void fa_191_modules_are_in_the_same_sandbox(String line) throws Exception {
    assertThat(run("import reach", "return {'error': reach.out(\"" + line + "\")}").outputs())
        .extracting("error")
        .isIn("FileNotFoundError", "PermissionError", "RuntimeError", "KeyError");
  }

  @Test
  void a_module_can_use_the_flow_api() throws Exception {
    assertThat(run("import helper", "helper.note(this)")).hasOutput("noted", true);
  }

  @Test
  void fa_194_tracebacks_show_the_lines_of_modules() throws Exception {
    assertThat(run("import faulty", "faulty.fail()").record().state().message())
        .contains("/modules/shared/faulty.py\", line 2", "raise ValueError('no')");
  }

  @Test
  void flows_are_not_importable() throws Exception {
    Files.writeString(folder.resolve("other.py"), "def handler(system, this):\n    pass\n");

    assertThat(run("import other").record().state().message())
        .contains("ModuleNotFoundError: No module named 'other'");
  }

  @Test
  void the_standard_library_comes_before_modules_of_its_names() throws Exception {
    assertThat(run("import fractions", "return {'there': fractions.Fraction is not None}"))
        .hasOutput("there", true);
  }

  @Test
  void a_changed_module_counts_after_a_reload() throws Exception {
    String[] main = {"import tax", "return {'rate': tax.rate}"};
    Object before = run(main).outputs().get("rate");
    module("tax", "rate = 21.5\n");
    assertThat(run(main)).hasOutput("rate", before);

    runtime.reloadModules();
    assertThat(run(main)).hasOutput("rate", 21.5);
  }

  @Test
  void an_execution_that_waits_on_its_stack_keeps_its_modules_over_reloads() throws Exception {
    Execution waiting =
        run(
            "import tax",
            "before = tax.rate",
            "this.receive('go')",
            "import tax",
            "return {'same': tax.rate == before}");
    module("tax", "rate = 7\n");
    runtime.reloadModules();
    runtime.reloadModules();
    waiting.send("go", null);
    time.settle();

    assertThat(waiting).hasOutput("same", true);
  }

  @Test
  void fa_190_a_wheel_with_native_code_is_refused_with_the_reason() throws Exception {
    Path byName = wheel("fast-1.0-cp312-cp312-manylinux_2_28_x86_64.whl", Map.of("f.py", ""));
    Path byContent = wheel("odd-1.0-py3-none-any.whl", Map.of("odd/_c.cpython-312.so", "ELF"));

    assertThatThrownBy(() -> PythonFlows.builder().modulePath(byName).modulePath(byContent).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            byName + " has native code, for manylinux_2_28_x86_64; only pure Python")
        .hasMessageContaining(byContent + " has native code, [odd/_c.cpython-312.so]; only pure");
  }

  @Test
  void a_place_that_is_neither_folder_nor_wheel_is_refused() throws Exception {
    Path text = Files.writeString(folder.resolve("notes.txt"), "");
    Path broken = Files.writeString(folder.resolve("broken-1-py3-none-any.whl"), "no zip");

    assertThatThrownBy(() -> PythonFlows.builder().modulePath(text).modulePath(broken).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text + " is neither a folder nor a wheel (.whl)")
        .hasMessageContaining(broken + " cannot be read: ");
  }

  @Test
  void a_language_with_a_runtime_of_others_has_no_path_of_its_own() {
    assertThatThrownBy(() -> PythonFlows.builder().runtime(runtime).modulePath(folder).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("give it to PythonRuntime.builder()");
  }
}
