"""The way from the flow API to the engine.

A ``Run`` is one execution while its script runs here. The thread that runs it finds it through a
thread-local, so that many executions share one interpreter. A call crosses to Java as a name and
JSON text, and comes back as text whose first letter says what it is.
"""

import sys
from _thread import _local

from flow_api import exceptions
from flow_api._values import decode, encode_for
from flow_api.exceptions import (
    DependencyFailedError,
    EngineException,
    ExecutionCancel,
    ExecutionError,
    ExecutionSuccess,
    InternalError,
    LifecycleSignal,
    StepFailedError,
)

threads = _local()

_SIGNALS = {'S': ExecutionSuccess, 'E': ExecutionError, 'C': ExecutionCancel}


class Perform:
    """The answer to a step that is to be performed now."""

    def __init__(self, key, attempt):
        self.key = key
        self.attempt = attempt


class Judge:
    """The answer to an attempt that failed: the script decides whether there is another one."""

    def __init__(self, failure):
        self.failure = failure


class Run:
    """One execution and its connection to the engine."""

    speaks_in_steps = False

    def __init__(self, host, id):
        self.host = host
        self._call = getattr(host, 'call', None)
        self.id = id
        self.signal = None
        self.step_key = None
        self.step_attempt = 0
        self.random = None
        self.step_random = None
        self.printed = None
        self.watch = None

    def call(self, name, arguments):
        """Makes a call of the flow API and returns what it returns."""
        if self.signal is not None and not self.is_unwinding():
            raise self.signal
        answer = self._call(name, encode_for(self.host, None, arguments))
        if answer is None:
            return None
        return self.read(answer)

    def read(self, answer):
        """Turns the text of an answer into a value or an exception."""
        if answer is None:
            return None
        kind = answer[0]
        if kind == 'R':
            return decode(answer[1:], self)
        if kind == 'P':
            attempt, key = answer[1:].split(' ', 1)
            return Perform(key, int(attempt))
        if kind == 'J':
            return Judge(decode(answer[1:], self))
        if kind == 'X':
            raise self._error(decode(answer[1:], self))
        raise self._signalled(kind, decode(answer[1:], self))

    def judged(self, answer, retry):
        """Decides about failed attempts for as long as the engine asks.

        :param retry: the ``Retry`` of the call
        """
        while type(answer) is Judge:
            from flow_api.failure import Failure

            note = None
            try:
                again = bool(retry.retry_if(Failure(**answer.failure)))
            except Exception as error:
                again = False
                note = f'{type(error).__name__}: {error}'
            answer = self.read(self.host.judge(again, note))
        return answer

    def is_unwinding(self):
        """Tells whether the signal is being raised right now, that is, clean-up code runs."""
        error = sys.exc_info()[1]
        while error is not None:
            if error is self.signal:
                return True
            error = error.__context__
        return False

    def _signalled(self, kind, message):
        if self.signal is None:
            self.signal = _SIGNALS[kind](message)
        return self.signal

    def _error(self, raised):
        name = raised['error']
        message = raised['message']
        data = raised['data']
        if name == 'DependencyFailedError':
            error = self._dependency_failed(message, data)
        elif name == 'StepFailedError':
            error = StepFailedError(message, ErrorName(data.get('error')))
        else:
            error = revived(name, message)
            if error is None:
                error = InternalError(f'{name}: {message}')
        if data:
            _annotate(error, name, message, data)
        return error

    def _dependency_failed(self, message, data):
        from flow_api.execution import Execution

        error = DependencyFailedError(
            message,
            Execution._of(self, 'id', data.get('execution')),
            [Execution._of(self, 'id', each) for each in data.get('executions', ())],
        )
        failure = data.get('failure')
        if failure:
            cls = getattr(exceptions, failure['name'], None)
            if isinstance(cls, type) and issubclass(cls, EngineException):
                error.__cause__ = cls(failure['message'])
        return error

    def generator(self):
        """Gets the generator of random numbers of the flow, or of the step whose body runs."""
        if self.step_key is not None:
            if self.step_random is None:
                path = self.step_key
                if self.step_attempt > 1:
                    path = f'{path}@{self.step_attempt}'
                self.step_random = seeded(self.host.seed(), path)
            return self.step_random
        if self.random is None:
            self.random = seeded(self.host.seed(), '')
        return self.random

    def entropy(self, count):
        """Draws bytes that nobody can guess, and that a replay draws again."""
        from binascii import unhexlify

        return unhexlify(self.host.entropy(count))

    def enter_step(self, key, attempt):
        """Notes that the body of a step runs: time is live, random numbers are its own."""
        self.step_key = key
        self.step_attempt = attempt
        self.step_random = None

    def leave_step(self):
        """Notes that the body of the step is over."""
        self.step_key = None

    def print(self, level, line):
        """Writes a line that the script printed."""
        self.read(self.host.print(level, line))

    def deprecated(self, name, instead):
        """Warns, once in an execution, of a name that has another one now.

        The body of a step says nothing: a replay does not run it and would not know.
        """
        if self.step_key is None:
            arguments = {'name': name, 'instead': instead}
            self.read(self._call('deprecated', encode_for(self.host, None, arguments)))

    def log(self, text, data):
        """Writes one log entry."""
        self.call('log', {'text': text, 'data': data})


def _annotate(error, name, message, data):
    """Adds what else belongs to an error: a note, or which time was over."""
    note = data.get('note')
    if note is not None:
        error.add_note(note)
    if 'scope' in data:
        from flow_api.failure import Failure

        error.error = Failure(name, message, data={'scope': data['scope']})


def seeded(seed, path):
    """Makes a generator of random numbers of its own for each path."""
    from random import Random

    mixed = seed & 0xFFFFFFFFFFFFFFFF
    for letter in path:
        mixed = ((mixed ^ ord(letter)) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return Random(mixed)


class ErrorName:
    """What is left of an error that another process or an earlier run has raised."""

    def __init__(self, name):
        self.name = name


def known_class(name):
    """Finds an exception class that every script knows: of the flow API, or built in."""
    import builtins

    for module in (exceptions, builtins):
        cls = getattr(module, name, None)
        if isinstance(cls, type) and issubclass(cls, BaseException):
            return None if issubclass(cls, LifecycleSignal) else cls
    return None


def revived(name, message):
    """Makes an exception of a class that every script knows; ``None`` if it cannot be made."""
    cls = known_class(name)
    try:
        return None if cls is None else cls(message)
    except Exception:
        return None


def current():
    """Gets the execution that the calling thread runs.

    :raises EngineException: if it runs none
    """
    run = getattr(threads, 'run', None)
    if run is None:
        raise EngineException('the flow API can be used by the thread of an execution only')
    return run
