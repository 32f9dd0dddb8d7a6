"""Steps: pieces of a script that run once, and whose results are recorded."""

from flow_api._calls import Judge, Perform, current, revived
from flow_api._values import decode, encode, encode_for
from flow_api.exceptions import InvalidInputError


def step(name, fn, /, *args, **options):
    """Calls ``fn(*args)`` once, records its result and returns it; a replay does not call it.

    The body of a step cannot call the flow API. It may run again if the JVM dies before its result
    was recorded. Equal names are numbered in the order of the calls. With ``retry=`` the body is
    called again after a failure; each attempt is recorded, and gets a fresh copy of ``args``.

    :param name: 1 to 128 characters
    :raises StepFailedError: if ``fn`` raised an error of a class of its own; built-in errors and
        those of the flow API come back as what they are
    """
    run = current()
    if not callable(fn):
        raise InvalidInputError(f'step needs a function to call, was {type(fn).__name__}')
    if not options:
        return _whole(run, run.call('step', {'name': name}), name, fn, None, args)
    retry = options.get('retry')
    copies = None
    if retry is not None:
        from flow_api.retry import argument

        options['retry'] = argument(retry)
        copies = encode(f"arguments of step '{name}'", args) if args else None
    return _whole(run, run.call('step', {'name': name, **options}), name, fn, retry, args, copies)


def _whole(run, answer, name, fn, retry, args, copies=None):
    while True:
        if type(answer) is Judge:
            answer = run.judged(answer, retry)
        if type(answer) is not Perform:
            return answer
        if copies is not None:
            args = decode(copies, run)
        answer = _attempt(run, answer, name, fn, args)


def _attempt(run, begun, name, fn, args):
    run.enter_step(begun.key, begun.attempt)
    try:
        try:
            result = fn(*args)
            stored = encode_for(run.host, f"result of step '{name}'", result)
        finally:
            run.leave_step()
    except BaseException as error:
        name = type(error).__name__
        standard = type(revived(name, '')) is type(error)
        answer = run.host.fail(name, str(error), standard)
    else:
        answer = run.host.complete(stored)
    return run.read(answer)


def idempotency_key():
    """Gets ``<execution id>/<key>`` inside the body of a step: equal for all its attempts."""
    run = _in_step('idempotency_key')
    return f'{run.id}/{run.step_key}'


def attempt():
    """Gets which attempt the body of a step is in, from 1."""
    return _in_step('attempt').step_attempt


def _in_step(call):
    run = current()
    if run.step_key is None:
        raise InvalidInputError(f'{call}() can be called inside the body of a step only')
    return run
