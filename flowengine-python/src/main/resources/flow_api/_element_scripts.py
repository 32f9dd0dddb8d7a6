"""What Java calls for flows over elements: compile their scripts, run those that run through.

Everything answers with a value, or with text that begins with ``F`` and describes a failure.
"""

from flow_api import _parts
from flow_api._instances import ScriptProgram, Session
from flow_api._rounds import describe
from flow_api._runtime import failure
from flow_api._scopes import Refused


def _told(error, text, file):
    program = _Text(text, file)
    return failure(error, None, program, _message(error, file))


def _message(error, file):
    if isinstance(error, Refused):
        return f'{file}: {error.msg}'
    if isinstance(error, SyntaxError) and error.filename == file:
        return f'{file}, line {error.lineno}: {error.msg}'
    return describe(error, file)


class _Text:
    """The source of a script, for tracebacks."""

    def __init__(self, text, file):
        self.text = text
        self.file = file


def _compiled(kind):
    def compile_script(text, file, *options):
        try:
            return kind(text, file, *options)
        except Exception as error:
            return _told(error, text, file)

    return compile_script


def _open(program, host, described):
    """Begins a run: the function that has instances go on, and the one that ends one."""
    session = Session(program, host, described)
    return [session.advance, session.close]


def _process(part, host, described):
    try:
        return 'R' + _parts.process(part, host, described)
    except Exception as error:
        return _told(error, part.text, part.file)


def _perform(part, host, described):
    try:
        return 'R' + _parts.perform(part, host, described)
    except Exception as error:
        return _told(error, part.text, part.file)


def entries():
    """What Java calls, in the order in which it asks for it."""
    return [
        _compiled(ScriptProgram), _open, _compiled(_parts.processing), _process,
        _compiled(_parts.task_part), _perform]
