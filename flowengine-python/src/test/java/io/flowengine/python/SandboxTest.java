package io.flowengine.python;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** FA-191: what is denied to scripts, each thing by an exception that Python has for it. */
class SandboxTest extends ScriptTest {

  private Execution attempt(String line) {
    return handler(
        "try:\n    "
            + line
            + "\nexcept BaseException as error:\n"
            + "    return {'error': type(error).__name__, 'said': str(error)}\n"
            + "return {'error': None}");
  }

  /** Closing an interpreter does this, on a thread of its own. */
  @Test
  void nothing_waits_for_the_thread_that_imported_threading() {
    int onMoreThreadsThanThereAreInterpreters = Runtime.getRuntime().availableProcessors() + 1;
    for (int i = 0; i < onMoreThreadsThanThereAreInterpreters; i++) {
      assertThat(handler("import threading\nthreading._shutdown()")).succeeded();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "open('/etc/passwd').read() | FileNotFoundError",
        "open('/tmp/made-by-a-script', 'w') | PermissionError",
        "import os; os.listdir('/') | FileNotFoundError",
        "import os; os.stat('/etc') | FileNotFoundError",
        "import os; os.mkdir('/tmp/made-by-a-script') | PermissionError",
        "import os; os.remove('/etc/passwd') | PermissionError",
        "import os; os.symlink('/etc', '/tmp/made-by-a-script') | PermissionError",
        "import os; os.chdir('/tmp') | FileNotFoundError",
        "import os; os.open('/etc/passwd', 0) | FileNotFoundError",
        "import os; os.environ['HOME'] | KeyError",
        "import tempfile; tempfile.mkstemp() | FileNotFoundError"
      })
  void fa_191_files_are_denied(String line, String error) {
    assertThat(attempt(line)).hasOutput("error", error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "import os; os.system('id') | PermissionError",
        "import os; os.popen('id') | PermissionError",
        "import os; os.execv('/bin/sh', ['sh']) | PermissionError",
        "import os; os.kill(1, 9) | PermissionError",
        "import os; os._exit(3) | PermissionError",
        "import os; os.fork() | AttributeError",
        "import subprocess; subprocess.run(['id']) | PermissionError",
        "import multiprocessing; multiprocessing.Process(target=print).start() | PermissionError",
        "import signal; signal.alarm(1) | PermissionError",
        "import signal; signal.signal(15, print) | PermissionError"
      })
  void fa_191_processes_and_signals_are_denied(String line, String error) {
    assertThat(attempt(line)).hasOutput("error", error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "import socket; socket.socket() | PermissionError",
        "import socket; socket.create_connection(('localhost', 80)) | PermissionError",
        "import socket; socket.getaddrinfo('localhost', 80) | PermissionError",
        "import socket; socket.gethostbyname('localhost') | PermissionError",
        "import select; select.select([], [], [], 0) | PermissionError",
        "import urllib.request; urllib.request.urlopen('http://localhost') | URLError"
      })
  void fa_191_the_network_is_denied(String line, String error) {
    assertThat(attempt(line)).hasOutput("error", error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "import threading; threading.Thread(target=print).start() | RuntimeError",
        "import _thread; _thread.start_new_thread(print, ()) | RuntimeError",
        "from concurrent.futures import ThreadPoolExecutor as T; T(1).submit(print) | RuntimeError"
      })
  void fa_191_threads_are_denied(String line, String error) {
    assertThat(attempt(line)).hasOutput("error", error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "import java; java.type('java.lang.System') | KeyError",
        "import java.lang.System | KeyError",
        "import polyglot; polyglot.eval(language='python', string='1') | RuntimeError",
        "import polyglot; polyglot.import_value('x') | NotImplementedError",
        "import ctypes; ctypes.CDLL(None) | ImportError",
        "this._run.host.getClass() | AttributeError",
        "this._run.host.calls | AttributeError",
        "this._run.host.environment | AttributeError"
      })
  void fa_191_classes_and_objects_of_the_host_are_denied(String line, String error) {
    assertThat(attempt(line)).hasOutput("error", error);
  }

  @Test
  void fa_191_standard_input_is_empty() {
    assertThat(attempt("input('name?')")).hasOutput("error", "EOFError");
  }

  @Test
  void fa_191_a_file_of_the_host_cannot_be_seen_even_by_its_path(@TempDir Path folder)
      throws IOException {
    Path secret = Files.writeString(folder.resolve("secret.py"), "SECRET = 1\n");
    Execution main =
        handler(
            """
            import os, sys, pathlib
            sys.path.insert(0, %1$s)
            try:
                import secret
                found = True
            except ImportError:
                found = False
            finally:
                sys.path.remove(%1$s)
            return {'found': found, 'exists': os.path.exists(%2$s), 'is': pathlib.Path(%2$s).is_file(),
                    'walk': [list(each) for each in os.walk(%1$s)]}
            """
                .formatted("'" + folder + "'", "'" + secret + "'"));
    assertThat(main)
        .hasOutputs(
            Map.of("found", false, "exists", false, "is", false, "walk", java.util.List.of()));
  }

  @Test
  void fa_191_calls_from_outside_an_execution_are_refused() {
    Execution main =
        handler(
            """
            import flow_api._calls as calls
            mine = calls.threads.run
            calls.threads.run = None
            try:
                flow_api.step('x', lambda: 1)
            except flow_api.EngineException as error:
                said = error.message
            finally:
                calls.threads.run = mine
            return {'said': said}
            """);
    assertThat((String) main.outputs().get("said")).contains("the thread of an execution only");
  }

  @Test
  void the_standard_library_works() {
    Execution main =
        handler(
            """
            import base64, collections, csv, dataclasses, decimal, enum, functools, hashlib, heapq
            import html, io, itertools, json, math, operator, re, statistics, string, textwrap, typing, zlib
            @dataclasses.dataclass
            class Point:
                x: int
            return {
                'json': json.loads(json.dumps({'a': [1, 2.5, None]})), 're': re.findall('[a-z]+', 'ab 12 cd'),
                'sha': hashlib.sha256(b'x').hexdigest()[:8], 'point': repr(Point(3)),
                'csv': list(csv.reader(io.StringIO('a,b'))), 'zlib': zlib.decompress(zlib.compress(b'z')).decode(),
                'mean': statistics.mean([1, 2, 3])}
            """);
    assertThat(main)
        .succeeded()
        .hasOutput("sha", "2d711642")
        .hasOutput("point", "handler.<locals>.Point(x=3)");
  }
}
