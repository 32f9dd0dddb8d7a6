"""What scripts print becomes lines of the log of the execution that prints them."""

import sys

from flow_api._calls import threads


class _Printed:
    """A text stream that belongs to whoever writes to it."""

    encoding = 'utf-8'
    errors = 'strict'
    closed = False
    newlines = None

    def __init__(self, name, level):
        self.name = name
        self._level = level

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f'write() argument must be str, not {type(text).__name__}')
        run = getattr(threads, 'run', None)
        if run is None:
            return len(text)
        if run.printed is None:
            run.printed = {}
        pending = run.printed.get(self._level, '') + text
        *lines, rest = pending.split('\n')
        run.printed[self._level] = rest
        for line in lines:
            self._line(run, line)
        return len(text)

    def _line(self, run, line):
        if run.step_key is None or run.speaks_in_steps:
            run.print(self._level, line)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        pass

    def close(self):
        pass

    def isatty(self):
        return False

    def readable(self):
        return False

    def writable(self):
        return True

    def seekable(self):
        return False

    def fileno(self):
        raise OSError('the output of a flow is its log; it has no file descriptor')


def install():
    """Redirects the output of this interpreter. Called once."""
    sys.stdout = sys.__stdout__ = _Printed('<stdout>', 'INFO')
    sys.stderr = sys.__stderr__ = _Printed('<stderr>', 'WARNING')


def flush(run):
    """Writes what a script printed without ending the line."""
    if run.printed:
        for level, rest in run.printed.items():
            if rest:
                run.printed[level] = ''
                run.print(level, rest)
