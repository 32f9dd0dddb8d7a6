"""What scripts of flows over elements use. All of it is there by name, without an import.

An import helps an editor: ``from flow_api.elements import *``.
"""

from flow_api._ordering import (
    FAIL,
    FIRST,
    LAST,
    filter_flow_elements,
    natural_key,
    order_flow_elements,
)
from flow_api._requests import ALL, BATCH, COHORT, EACH, RUN
from flow_api._views import Element
from flow_api.exceptions import EngineException

__all__ = [
    'ALL', 'BATCH', 'COHORT', 'EACH', 'FAIL', 'FIRST', 'LAST', 'RUN', 'ChildAborted', 'ChildFailed',
    'ChildResult', 'Element', 'GateRefused', 'Result', 'StepFailed', 'TaskFailed', 'execute_flow',
    'execute_task', 'filter_flow_elements', 'gate', 'natural_key', 'once', 'order_flow_elements',
    'sleep']


class Result:
    """What came of a task on an element, after all attempts.

    ``ok`` is true if the outcome is ``OK`` or ``SKIPPED``; ``outcome`` is the name of the outcome,
    ``changed`` whether the element is not as it was, ``value`` what the task gave, ``error`` why it
    failed or was skipped, ``attempts`` how many were made, ``started`` and ``ended`` when.
    """

    __slots__ = ('outcome', 'changed', 'value', 'error', 'attempts', 'started', 'ended')

    def __init__(self, outcome, changed, value, error, attempts, started, ended):
        self.outcome = outcome
        self.changed = changed
        self.value = value
        self.error = error
        self.attempts = attempts
        self.started = started
        self.ended = ended

    @property
    def ok(self):
        return self.outcome in ('OK', 'SKIPPED')

    def __repr__(self):
        return f'<Result {self.outcome}>'


class ChildResult:
    """What came of a child flow.

    ``ok`` is true if it went well; ``status`` is its status, ``elements`` the status of each element
    by its id, ``outputs`` what its script has written to ``outputs``, by element id, ``run_id`` the
    id of its run.
    """

    __slots__ = ('ok', 'status', 'elements', 'outputs', 'run_id')

    def __init__(self, ok, status, elements, outputs, run_id):
        self.ok = ok
        self.status = status
        self.elements = elements
        self.outputs = outputs
        self.run_id = run_id

    def __repr__(self):
        return f'<ChildResult {self.status}>'


class StepFailed(EngineException):
    """A step of the script has failed on this element. ``result`` is what came of it."""

    def __init__(self, message='', result=None):
        super().__init__(message)
        self.result = result


class TaskFailed(StepFailed):
    """A task has failed on this element."""


class ChildFailed(StepFailed):
    """This element has failed in a child flow."""


class ChildAborted(StepFailed):
    """A child flow was cut short before this element was through."""


class GateRefused(StepFailed):
    """A gate was refused, or nobody answered in time."""


def execute_task(name, /, **inputs):
    """Runs a task on ``element`` and returns its ``Result``.

    Inputs that begin with ``_`` are policies of the step: ``_id``, ``_on_failure`` (``'EXCLUDE'``,
    ``'CONTINUE'``, ``'ABORT'``), ``_retry``, ``_backoff``, ``_timeout``, ``_throttle``.

    :raises TaskFailed: if it failed after all attempts
    """
    raise _not_here('execute_task')


def execute_flow(name, /, elements=None, **inputs):
    """Runs another flow and returns its ``ChildResult``.

    :param elements: ``None`` or ``COHORT``: those that wait at this call; ``EACH`` or ``[element]``:
        this one, in a run of its own; ``ALL`` or ``elements``: all of the run; or a list of
        elements, or the text of a filter
    :raises ChildFailed: if this element failed in it
    :raises ChildAborted: if it was cut short before this element was through
    """
    raise _not_here('execute_flow')


def sleep(seconds):
    """Lets time pass: once for all elements that wait at this call. It survives restarts."""
    raise _not_here('sleep')


def gate(name, timeout=None):
    """Waits for an approval or a health check: once for all elements that wait at this call.

    :param timeout: seconds; ``None`` waits as long as it takes
    :raises GateRefused: if it is refused, or nobody answers in time
    """
    raise _not_here('gate')


def once(step, /, *args, per=RUN, **kwargs):
    """Runs a step on the first element that comes to it; all others get its result.

    :param step: ``execute_task`` or ``execute_flow``; its arguments follow
    :param per: ``RUN`` or ``BATCH``
    """
    raise _not_here('once')


def _not_here(name):
    return EngineException(
        f'{name} is a step: it can be called, by its name, in the execution script of a flow over'
        ' elements')
