"""Has scripts in development mode tell their lines, and stop before some of them.

In front of each statement a call is put into the tree of the script. So the lines of productive
executions cost nothing, and how often a line is come to does not depend on the interpreter, which
a run after a restart has to rely on. A line is told where a statement begins in it; that of a loop
once, when the loop begins.
"""

import builtins
import sys

from flow_api import _guard
from flow_api._calls import threads

_NAME = '__flow_line__'
_BODIES = ('body', 'orelse', 'finalbody')


def compile_script(text, file):
    """Compiles a script that tells its lines.

    :returns: the code, and the lines that it can stop before
    :raises SyntaxError: if it is not Python
    """
    import ast

    tree = _guard.parse(text, file)
    lines = []
    for node in list(ast.walk(tree)):
        for name in _BODIES:
            body = getattr(node, name, None)
            if isinstance(body, list):
                setattr(node, name, _told(ast, node, body, lines))
    return compile(tree, file, 'exec', dont_inherit=True), sorted(set(lines))


def _told(ast, parent, body, lines):
    told = []
    last = getattr(parent, 'lineno', 0)
    for place, statement in enumerate(body):
        if not _is_silent(ast, statement, place) and statement.lineno != last:
            last = statement.lineno
            lines.append(last)
            told.append(_call(ast, statement))
        told.append(statement)
    return told


def _is_silent(ast, statement, place):
    """Tells whether a statement does nothing, or must stay the first one."""
    if isinstance(statement, (ast.Global, ast.Nonlocal)):
        return True
    if isinstance(statement, ast.ImportFrom) and statement.module == '__future__':
        return True
    return (
        place == 0 and isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))


def _call(ast, statement):
    call = ast.Expr(ast.Call(
        func=ast.Name(id=_NAME, ctx=ast.Load()),
        args=[ast.Constant(statement.lineno)], keywords=[]))
    for node in ast.walk(call):
        ast.copy_location(node, statement)
    return call


def line(number):
    """What scripts call before each of their lines."""
    run = getattr(threads, 'run', None)
    watch = None if run is None else run.watch
    if watch is not None:
        watch.line(number)


class Told:
    """The connection of an execution whose lines are watched: notes that something was called."""

    def __init__(self, host):
        self._host = host
        self.calls = 1

    def call(self, name, arguments):
        self.calls += 1
        return self._host.call(name, arguments)

    def __getattr__(self, name):
        self.calls += 1
        return getattr(self._host, name)


class Watch:
    """The lines of one running script.

    :param run: the execution, whose connection is a ``Told``
    :param lines: what Java offers to it
    """

    def __init__(self, run, lines, program):
        self._run = run
        self._lines = lines
        self._file = program.file
        self._seen = 0
        self._place = None
        self._passed = None
        self._depth = 0
        lines.canStopBefore(' '.join(map(str, program.lines)))

    def line(self, number):
        """Stops before a line, if it is one to stop before."""
        if self._seen != self._run.host.calls:
            self._ask()
        if self._every_line:
            self._lines.passes(number)
        hit = self._hits[number] = self._hits.get(number, 0) + 1
        if self._ahead is not None:
            if self._ahead == (number, hit):
                self._go_on_from(number, hit)
        elif self._live and (number in self._breakpoints or self._is_step()):
            self._stop(number, hit)

    def _ask(self):
        """Asks what is wanted, which can have changed with a call."""
        self._seen = self._run.host.calls
        place, live, breakpoints, step, passed, every_line = self._lines.wish().split('\n')
        if place != self._place:
            self._place = place
            self._hits = {}
        self._live = live == 'live'
        self._every_line = every_line == 'every'
        self._breakpoints = set(map(int, breakpoints.split()))
        self._step = step
        self._ahead = None
        where, number, hit = passed.split() if passed else (None, 0, 0)
        if where == place and self._passed != (place, int(number), int(hit)):
            self._ahead = (int(number), int(hit))
        elif self._passed is None:
            self._step = ''  # it has not come to where the step begins

    def _go_on_from(self, number, hit):
        self._passed = (self._place, number, hit)
        self._ahead = None
        self._depth = _depth()

    def _is_step(self):
        if not self._step:
            return False
        if self._step == 'INTO':
            return True
        depth = _depth()
        return depth < self._depth or (depth == self._depth and self._step == 'OVER')

    def _stop(self, number, hit):
        self._passed = (self._place, number, hit)
        self._depth = _depth()
        self._run.read(self._lines.stop(self._place, number, hit, self._frames()))
        self._seen = 0

    def _frames(self):
        """Describes the functions of the script that are running, the innermost first."""
        from flow_api._shown import shown  # needs modules that few interpreters ever load
        from flow_api._values import encode

        frames = []
        frame = sys._getframe()
        while frame is not None:
            code = frame.f_code
            if code.co_filename == self._file:
                frames.append({
                    'function': code.co_name,
                    'line': frame.f_lineno,
                    'variables': [
                        [name, shown(value)] for name, value in frame.f_locals.items()
                        if not name.startswith(('__', '.'))],
                })
            frame = frame.f_back
        return encode('frames', frames)


def _depth():
    depth = 0
    frame = sys._getframe(1)
    while frame is not None:
        depth += 1
        frame = frame.f_back
    return depth


def install():
    """Puts the name that watched scripts use where they find it. Called once."""
    setattr(builtins, _NAME, line)
