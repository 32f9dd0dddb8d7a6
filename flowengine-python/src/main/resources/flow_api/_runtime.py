"""What Java calls: prepare an interpreter, compile a script, run an execution."""

import sys

import flow_api
from flow_api import _guard, _imports, _legacy, _output, _recorded, _sandbox, _watch
from flow_api._calls import Run, threads
from flow_api._values import decode, encode, encode_for
from flow_api.exceptions import (
    DependencyFailedError,
    ExecutionError,
    ExecutionSuccess,
    InvalidInputError,
    LifecycleSignal,
)
from flow_api.execution import Execution
from flow_api.system import System

_DEEPER = (
    'Scripts recurse on the stack of a thread of the JVM; a larger one (java -Xss16m) allows more.')
_Module = type(sys)
_VARARGS = 0x04
_GENERATOR = 0x20 | 0x80 | 0x200


class Program:
    """A compiled script, and its source for tracebacks.

    :param watched: whether it tells its lines
    :param legacy: the name of the environment if it speaks the legacy dialect; ``None`` if not
    """

    def __init__(self, text, file, watched, legacy):
        self.text = text
        self.file = file
        self.legacy = legacy
        if watched:
            self.code, self.lines = _watch.compile_script(text, file)
        else:
            self.code, self.lines = _guard.compile_script(text, file), None


def install():
    """Prepares this interpreter. Called once."""
    sys.set_int_max_str_digits(0)
    _start_regex()
    _guard.install()
    _watch.install()
    _sandbox.install()
    _recorded.install()
    _imports.install()
    _output.install()
    _legacy.install()


def _start_regex():
    """Has the engine of regular expressions started while no script runs.

    Its first use stops all threads of the interpreter for a moment, and one that waits in a call of
    the engine would not stop before the call is over.
    """
    import re

    re.compile('x').match('x')


def prepare(text, file, watched, legacy):
    """Compiles a script.

    :param watched: whether it tells its lines
    :param legacy: the name of the environment if it speaks the legacy dialect; ``None`` if not
    :returns: the program, or the text of a failure
    """
    try:
        return Program(text, file, watched, legacy)
    except Exception as error:
        return failure(error, None, None)


def where(file):
    """Finds the line of a script that is making a call.

    :returns: the line of the innermost frame of that file; 0 if there is none
    """
    frame = sys._getframe()
    while frame is not None:
        if frame.f_code.co_filename == file:
            return frame.f_lineno
        frame = frame.f_back
    return 0


def run(program, host, id, inputs, lines):
    """Runs an execution from its beginning to its end.

    :param id: the id of the execution
    :param lines: who is told the lines of the script; ``None`` if nobody is
    :param inputs: its inputs in stored form
    :returns: what the handler returned, as ``R`` and its stored form; ``F`` and a failure; ``None``
        if it returned nothing or ended by a signal
    """
    if lines is None:
        active = Run(host, id)
    else:
        active = Run(_watch.Told(host), id)
        active.watch = _watch.Watch(active, lines, program)
    threads.run = active
    try:
        result = _perform(program, active, inputs)
        if active.printed:
            _output.flush(active)
        return None if result is None else 'R' + encode_for(host, 'result', result)
    except LifecycleSignal as signal:
        return _ended(active, signal)
    except BaseException as error:
        return failure(error, active, program)
    finally:
        threads.run = None


def _perform(program, active, inputs):
    namespace = _fresh_namespace(program)
    exec(program.code, namespace)
    handler = namespace.get('handler')
    system = System()
    this = Execution._of(active, 'id', active.id)
    if program.legacy is not None:
        _legacy.speak(active, system, this, program.legacy)
    if _takes_inputs(handler, program):
        return handler(system, this, {} if inputs == '{}' else decode(inputs, active))
    return handler(system, this)


def _fresh_namespace(program):
    """The globals of one run.

    They are those of a module: the compiler finds a global name there at once, in a plain dict it
    has to look it up each time (fib(33) takes twice as long).
    """
    namespace = _Module('__flow__').__dict__
    namespace['__file__'] = program.file
    namespace['flow_api'] = flow_api
    return namespace


def _takes_inputs(handler, program):
    code = getattr(handler, '__code__', None)
    if code is None:
        return _check_callable(handler, program)
    if code.co_flags & _GENERATOR:
        raise _unfit(program, code.co_firstlineno, 'handler is a generator or async; it must be a plain function')
    count = code.co_argcount
    required = count - len(handler.__defaults__ or ())
    if code.co_kwonlyargcount > len(handler.__kwdefaults__ or ()):
        required = 4
    varargs = code.co_flags & _VARARGS
    if required <= 3 and (count >= 3 or varargs):
        return True
    if required <= 2 and count == 2:
        return False
    raise _unfit(
        program, code.co_firstlineno,
        'handler must accept (system, this) or (system, this, inputs)')


def _check_callable(handler, program):
    if handler is None:
        raise _unfit(
            program, 1, 'there is no handler; define def handler(system, this, inputs)')
    if not callable(handler):
        raise _unfit(program, 1, f'handler is a {type(handler).__name__}, not a function')
    import inspect

    try:
        inspect.signature(handler).bind(None, None, None)
        return True
    except TypeError:
        pass
    try:
        inspect.signature(handler).bind(None, None)
        return False
    except TypeError:
        raise _unfit(
            program, 1, 'handler must accept (system, this) or (system, this, inputs)') from None


def _unfit(program, line, why):
    return InvalidInputError(f'{program.file}, line {line}: {why}')


def _ended(active, signal):
    """A signal left the handler: one that a call raised, or one that the script raised itself."""
    if active.signal is not None:
        return None
    if isinstance(signal, ExecutionSuccess):
        call = 'success'
    elif isinstance(signal, ExecutionError):
        call = 'error'
    else:
        call = 'cancel'
    arguments = {'message': signal.message} if signal.message and call != 'cancel' else {}
    try:
        active.call(call, arguments)
    except LifecycleSignal:
        pass
    return None


def failure(error, active, program, message=None):
    """Describes an error that the script did not catch.

    :param message: what people read first; ``None`` for what the error says
    """
    try:
        if active is not None and active.printed:
            _output.flush(active)
    except BaseException:
        pass  # what was printed last is of no use if the execution is ending anyway
    if active is not None:
        threads.run = None
    import linecache
    import traceback

    if program is not None:
        lines = program.text.splitlines(True)
        linecache.cache[program.file] = (len(program.text), None, lines, program.file)
    if isinstance(error, RecursionError):
        error.add_note(_DEEPER)
    described = traceback.TracebackException.from_exception(error)
    for each in _chain(described):
        each.stack = traceback.StackSummary.from_list(
            [frame for frame in each.stack if not frame.filename.startswith('<flow_api')])
    frames = [
        {'function': frame.name, 'file': frame.filename, 'line': frame.lineno or 0}
        for frame in reversed(described.stack)
    ]
    if isinstance(error, SyntaxError) and error.filename:
        frames.insert(
            0, {'function': '<module>', 'file': error.filename, 'line': error.lineno or 0})
    return 'F' + encode('failure', {
        'error': type(error).__name__,
        'message': str(error) if message is None else message,
        'stack': ''.join(described.format()).rstrip('\n'),
        'frames': frames,
        'caused_by': _cause(error),
    })


def _chain(described):
    found = []
    pending = [described]
    while pending:
        each = pending.pop()
        if each is not None and each not in found:
            found.append(each)
            pending += [each.__cause__, each.__context__]
    return found


def _cause(error):
    seen = []
    while error is not None and error not in seen:
        if isinstance(error, DependencyFailedError) and error.execution is not None:
            return error.execution._select
        seen.append(error)
        error = error.__cause__ or error.__context__
    return None


def element_scripts():
    """What Java calls for scripts of flows over elements. Loaded when the first one is compiled."""
    from flow_api import _element_scripts

    return _element_scripts.entries()


def outline(text, file):
    """Describes the shape of a script.

    :returns: JSON, or the text of a failure
    """
    from flow_api import _outline

    try:
        return _outline.outline(text, file)
    except Exception as error:
        return failure(error, None, None)


def pulse():
    """Does nothing. That it returns shows that the interpreter is alive."""


def preload():
    """Imports what most scripts or their first failure need, so that these need not wait for it."""
    import ast
    import datetime
    import random
    import traceback

    assert ast and datetime and random and traceback
