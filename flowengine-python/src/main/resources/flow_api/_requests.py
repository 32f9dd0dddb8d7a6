"""What an execution script asks for when it stands still: text in stored form.

Equal requests are equal texts, so those that wait at one call for the same thing are found by
comparing text.
"""

import ast
import math

from flow_api._values import encode
from flow_api.exceptions import InvalidInputError

COHORT, EACH, ALL = 'COHORT', 'EACH', 'ALL'
RUN, BATCH = 'RUN', 'BATCH'


class Requests:
    """Makes requests, and gives each call of a script the id of its step."""

    def __init__(self):
        self._places = {}
        self._ids = {}

    def constant(self, number, call):
        """The request of a call whose arguments are all written in the script.

        :param number: the number of the call
        :param call: its node
        :returns: the text; ``None`` if it is known only when the call is made
        """
        make = {'execute_task': self.task, 'sleep': self.sleep, 'gate': self.gate}
        kind = call.func.id
        arguments = [*call.args, *(each.value for each in call.keywords)]
        if kind not in make or not all(isinstance(each, ast.Constant) for each in arguments):
            return None
        names = [each.arg for each in call.keywords]
        if None in names:
            return None
        try:
            positional = [each.value for each in call.args]
            named = {each.arg: each.value.value for each in call.keywords}
            return make[kind](number, *positional, **named)
        except (TypeError, InvalidInputError):
            return None  # raised again where the script makes the call

    def task(self, number, name, /, **inputs):
        """A task on the element."""
        return encode(None, self._task(number, name, inputs))

    def flow(self, number, name, given, inputs):
        """Another flow on elements."""
        return encode(None, self._flow(number, name, given, inputs))

    def once(self, number, kind, name, given, per, inputs):
        """A step that is done once in the run, or in the batch."""
        if per not in (RUN, BATCH):
            raise InvalidInputError(f'once: per must be RUN or BATCH, was {per!r}')
        step = (self._flow(number, name, given, inputs) if kind == 'execute_flow'
                else self._task(number, name, inputs))
        return encode(None, {'once': per, **step})

    def sleep(self, number, seconds):
        """A span of time."""
        return encode(None, {'step': 'sleep', 'seconds': _seconds('sleep', seconds)})

    def gate(self, number, name, timeout=None):
        """An approval or a health check."""
        request = {'step': 'gate', 'name': _name('gate', name)}
        if timeout is not None:
            request['timeout'] = _seconds('timeout', timeout)
        return encode(None, request)

    def _task(self, number, name, inputs):
        return {'step': 'task', **self._described(number, _name('execute_task', name), inputs)}

    def _flow(self, number, name, given, inputs):
        described = self._described(number, _name('execute_flow', name), inputs)
        return {'step': 'flow', 'given': given, **described}

    def _described(self, number, name, inputs):
        id = inputs.pop('_id', None)
        described = {'id': self._id(number, name) if id is None else _name('_id', id), 'name': name}
        if inputs:
            described['inputs'] = inputs
        return described

    def _id(self, number, name):
        """The name, and at the second place of the script that has it ``name#2``."""
        known = self._ids.get((number, name))
        if known is None:
            place = self._places[name] = self._places.get(name, 0) + 1
            known = self._ids[number, name] = name if place == 1 else f'{name}#{place}'
        return known


def _name(function, name):
    if not isinstance(name, str) or not name:
        raise InvalidInputError(f'{function}: the name must be a text that is not empty, was {name!r}')
    return name


def _seconds(what, value):
    """Seconds as a number that is finite and not negative; a timedelta too."""
    total = getattr(value, 'total_seconds', None)
    if total is not None:
        value = total()
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise InvalidInputError(f'{what} must be a number of seconds, was {value!r}')
    if not math.isfinite(value) or value < 0:
        raise InvalidInputError(f'{what} must be finite and >= 0, was {value!r}')
    return value
