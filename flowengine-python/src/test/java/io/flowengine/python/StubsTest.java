package io.flowengine.python;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** FA-11: the type stubs say what is there. */
class StubsTest extends ScriptTest {
  private static final String[] MODULES = {
    "__init__",
    "creating",
    "enums",
    "exceptions",
    "elements",
    "execution",
    "execution_options",
    "failure",
    "retry",
    "flow",
    "message",
    "project",
    "record",
    "secret",
    "setting",
    "steps",
    "system",
    "connector",
    "file",
    "vault_config",
    "webhook"
  };

  @Test
  void fa_11_stubs_have_the_names_and_parameters_of_the_modules() throws IOException {
    Map<String, String> stubs = new LinkedHashMap<>();
    for (String module : MODULES) {
      stubs.put(module, text(module + ".pyi"));
    }
    Execution main =
        run(
            """
            import ast, importlib, inspect

            def parameters(function):
                found = []
                for each in inspect.signature(function).parameters.values():
                    optional = each.default is not inspect.Parameter.empty
                    found.append(f'{each.kind.name} {each.name}{"=" if optional else ""}')
                return found

            def stub_parameters(node):
                arguments = node.args
                positional = arguments.posonlyargs + arguments.args
                missing = len(positional) - len(arguments.defaults)
                found = []
                for index, each in enumerate(positional):
                    kind = 'POSITIONAL_ONLY' if index < len(arguments.posonlyargs) else 'POSITIONAL_OR_KEYWORD'
                    found.append(f'{kind} {each.arg}{"=" if index >= missing else ""}')
                if arguments.vararg:
                    found.append(f'VAR_POSITIONAL {arguments.vararg.arg}')
                for each, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
                    found.append(f'KEYWORD_ONLY {each.arg}{"=" if default else ""}')
                if arguments.kwarg:
                    found.append(f'VAR_KEYWORD {arguments.kwarg.arg}')
                return found

            def public(names):
                return {name for name in names if not name.startswith('_')}

            def check_class(where, cls, node, differences):
                methods = {each.name: each for each in node.body if isinstance(each, ast.FunctionDef)}
                real = {n: v for n, v in vars(cls).items() if inspect.isfunction(v)}
                for name in public(real) ^ public(methods):
                    differences.append(f'{where}.{name} is on one side only')
                for name, stub in methods.items():
                    if name in real and parameters(real[name]) != stub_parameters(stub):
                        differences.append(f'{where}.{name}: {parameters(real[name])} != {stub_parameters(stub)}')

            def handler(system, this, inputs):
                differences = []
                checked = 0
                for module_name, text in inputs.items():
                    name = 'flow_api' if module_name == '__init__' else 'flow_api.' + module_name
                    module = importlib.import_module(name)
                    for node in ast.parse(text).body:
                        if isinstance(node, ast.ClassDef) and not node.name.startswith('_'):
                            cls = getattr(module, node.name)
                            check_class(f'{name}.{node.name}', cls, node, differences)
                            bases = [ast.unparse(base) for base in node.bases]
                            if module_name != 'enums' and bases and [b.__name__ for b in cls.__bases__] != bases:
                                differences.append(f'{name}.{node.name}: bases {bases}')
                            members = [each.targets[0].id for each in node.body if isinstance(each, ast.Assign)]
                            if module_name == 'enums' and members != [each.name for each in cls]:
                                differences.append(f'{name}.{node.name}: members')
                            checked += 1
                        elif isinstance(node, ast.FunctionDef):
                            if parameters(getattr(module, node.name)) != stub_parameters(node):
                                differences.append(f'{name}.{node.name}')
                            checked += 1
                        elif isinstance(node, ast.ImportFrom) and module_name == '__init__':
                            for each in node.names:
                                if not hasattr(module, each.name):
                                    differences.append(f'{name}.{each.name} does not exist')
                                checked += 1
                    if module_name != '__init__':
                        stubbed = {n.name for n in ast.parse(text).body if isinstance(n, (ast.ClassDef, ast.FunctionDef))}
                        real = {n for n, v in vars(module).items() if inspect.isclass(v) and v.__module__ == name and v.__name__ == n}
                        for each in public(real) - stubbed:
                            differences.append(f'{name}.{each} has no stub')
                return {'differences': differences, 'checked': checked}
            """,
            stubs);
    assertThat(main).hasOutput("differences", java.util.List.of());
    assertThat((Long) main.outputs().get("checked")).isGreaterThan(100);
  }

  private static String text(String name) throws IOException {
    try (InputStream in = PythonFlows.class.getResourceAsStream("/flow_api/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
