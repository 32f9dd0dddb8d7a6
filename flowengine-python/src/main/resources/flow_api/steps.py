"""Steps: pieces of a script that run once, and whose results are recorded."""

from flow_api._calls import Perform, current, revived
from flow_api._values import encode
from flow_api.exceptions import InvalidInputError


def step(name, fn, /, *args, **options):
    """Calls ``fn(*args)`` once, records its result and returns it; a replay does not call it.

    The body of a step cannot call the flow API. It may run again if the JVM dies before its result
    was recorded. Equal names are numbered in the order of the calls.

    :param name: 1 to 128 characters
    :raises StepFailedError: if ``fn`` raised an error of a class of its own; built-in errors and
        those of the flow API come back as what they are
    """
    run = current()
    if not callable(fn):
        raise InvalidInputError(f'step needs a function to call, was {type(fn).__name__}')
    begun = run.call('step', {'name': name, **options})
    if not isinstance(begun, Perform):
        return begun
    run.enter_step(begun.key)
    try:
        try:
            result = fn(*args)
            stored = encode(f"result of step '{name}'", result)
        finally:
            run.leave_step()
    except BaseException as error:
        name = type(error).__name__
        standard = type(revived(name, '')) is type(error)
        answer = run.host.fail(name, str(error), standard)
    else:
        answer = run.host.complete(stored)
    return run.read(answer)
