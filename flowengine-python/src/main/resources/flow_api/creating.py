"""The calls that create executions: those of ``this``, and those behind ``using``."""

from flow_api.exceptions import InvalidInputError
from flow_api.record import _CLASSES, Record

_KEYWORDS = frozenset((
    'False', 'None', 'True', 'and', 'as', 'assert', 'async', 'await', 'break', 'class', 'continue',
    'def', 'del', 'elif', 'else', 'except', 'finally', 'for', 'from', 'global', 'if', 'import',
    'in', 'is', 'lambda', 'nonlocal', 'not', 'or', 'pass', 'raise', 'return', 'try', 'while',
    'with', 'yield',
))
_RESERVED = frozenset((
    'name', 'inputs', 'input_value', 'init', 'run', 'wait', 'location_inheritance', 'roles',
    'orphan', 'savepoint_retention', 'priority', 'timeout', 'retry', 'idempotency_key', 'version',
    'options',
))
_RESERVED_BY_CONNECT = _RESERVED | {'connector_type'}

class Creating:
    """What creates executions: ``this``, or ``this`` with wrappers around what it creates."""

    _wrappers = ()

    def flow(self, flow, /, *, run=True, wait=True, name=None, inputs=None, input_value=None,
             init=None, location_inheritance=None, roles=None, orphan=False,
             savepoint_retention=None, priority=None, timeout=None, retry=None,
             idempotency_key=None, version=None, options=None, **more_inputs):
        """Creates a child that runs a flow, starts it, and waits for it.

        Every keyword that is not a parameter is an input of the child. One trailing underscore is
        removed where the rest is reserved: ``from_``, ``timeout_``.

        :param flow: name or id of the flow, or a ``Flow``
        :param run: ``False`` creates the child and does not start it
        :param wait: ``False`` does not wait; a return_when value waits in its way
        :returns: the child
        :raises ResourceNotFoundError: if there is no such flow
        :raises DependencyFailedError: if the child was waited for and failed
        :raises DependencyTimeoutError: if the child took longer than ``timeout``
        """
        self._own('flow')
        if isinstance(flow, Record) and flow._type == 'flow':
            flow = flow._require_select()
        return self._create(
            'flow', {'flow': flow}, run, wait, name, inputs, input_value, init, location_inheritance,
            roles, orphan, savepoint_retention, priority, timeout, retry, idempotency_key,
            version, options, more_inputs)

    def script(self, script, inputs=None, name=None, *, run=True, wait=True, input_value=None,
               init=None, location_inheritance=None, roles=None, orphan=False,
               savepoint_retention=None, priority=None, timeout=None, retry=None,
               idempotency_key=None, version=None, options=None, **more_inputs):
        """Creates a child from source text; otherwise like ``flow``."""
        self._own('script')
        return self._create(
            'script', {'script': script}, run, wait, name, inputs, input_value, init,
            location_inheritance, roles, orphan, savepoint_retention, priority, timeout, retry,
            idempotency_key, version, options, more_inputs)

    def connect(self, connector=None, /, *, connector_type=None, run=True, wait=True, name=None,
                inputs=None, input_value=None, init=None, location_inheritance=None, roles=None,
                orphan=False, savepoint_retention=None, priority=None, timeout=None, retry=None,
                idempotency_key=None, version=None, options=None, **more_inputs):
        """Talks to another system: creates a child of type CONNECTION; otherwise like ``flow``.

        Exactly one of ``connector`` and ``connector_type`` is given. Inputs of the call come before
        those that are stored in the connector, key by key.

        :param connector: name or id of a stored connector, or a ``Connector``
        :param connector_type: the type of a connection without a stored connector
        :raises ResourceNotFoundError: if there is no such connector or type
        :raises MissingInputError: if a required input was not given
        :raises ExtraInputError: if an input is not known
        :raises InvalidInputError: if an input is of the wrong type
        """
        self._own('connect')
        arguments = {}
        if isinstance(connector, Record) and connector._type == 'connector':
            arguments['by'] = connector._by
            connector = connector._require_select()
        if connector is not None:
            arguments['connector'] = connector
        if connector_type is not None:
            arguments['connector_type'] = connector_type
        return self._create(
            'connect', arguments, run, wait, name, inputs, input_value, init, location_inheritance,
            roles, orphan, savepoint_retention, priority, timeout, retry, idempotency_key,
            version, options, more_inputs)

    def using(self, wrapper, /, **wrapper_inputs):
        """Runs the next creation inside a wrapper.

        It may be chained: the first wrapper is the outermost.

        :param wrapper: name or id of a wrapper, or a ``Wrapper``
        :returns: an object with ``flow``, ``connect``, ``script`` and ``using``
        """
        run = self._own('using')
        if isinstance(wrapper, Record) and wrapper._type == 'wrapper':
            wrapper = wrapper._require_select()
        if not isinstance(wrapper, str):
            raise InvalidInputError(
                f'wrapper must be a wrapper, its name or its id, was {type(wrapper).__name__}')
        return Using(run, [*self._wrappers, [wrapper, wrapper_inputs]])

    def _create(self, call, arguments, run, wait, name, inputs, input_value, init,
                location_inheritance, roles, orphan, savepoint_retention, priority, timeout, retry,
                idempotency_key, version, options, more_inputs):
        # spelled out, because a loop over the options would cost more than the call
        if run is not True:
            arguments['run'] = run
        if wait is not True:
            arguments['wait'] = wait
        if name is not None:
            arguments['name'] = name
        if init is not None:
            arguments['init'] = init
        if location_inheritance is not None:
            arguments['location_inheritance'] = location_inheritance
        if roles is not None:
            arguments['roles'] = roles
        if orphan is not False:
            arguments['orphan'] = orphan
        if savepoint_retention is not None:
            arguments['savepoint_retention'] = savepoint_retention
        if priority is not None:
            arguments['priority'] = priority
        if timeout is not None:
            arguments['timeout'] = timeout
        if retry is not None:
            from flow_api.retry import argument

            arguments['retry'] = argument(retry)
        if idempotency_key is not None:
            arguments['idempotency_key'] = idempotency_key
        if version is not None:
            arguments['version'] = version
        if options is not None:
            from flow_api.execution_options import argument

            arguments['options'] = argument(options)
        if input_value is not None:
            if inputs is not None:
                raise InvalidInputError(
                    'inputs and input_value are two names of one parameter; give one of them')
            inputs = input_value
        if inputs is not None and not isinstance(inputs, dict):
            raise InvalidInputError(f'inputs must be a dict, was {type(inputs).__name__}')
        if more_inputs:
            inputs = {} if inputs is None else dict(inputs)
            reserved = _RESERVED_BY_CONNECT if call == 'connect' else _RESERVED
            for key, value in more_inputs.items():
                inputs[_input_name(key, reserved) if key[-1] == '_' else key] = value
        if inputs:
            arguments['inputs'] = inputs
        if self._wrappers:
            arguments['using'] = self._wrappers
        engine = self._run
        answer = engine.call(call, arguments)
        if retry is not None:
            answer = engine.judged(answer, retry)
        return _child(engine, answer)


class Using(Creating):
    """What ``using`` gives: creates executions inside wrappers."""

    def __init__(self, run, wrappers):
        self._run = run
        self._wrappers = wrappers

    def _own(self, call):
        return self._run


def _child(run, handle):
    cache = {'id': handle[0], 'name': handle[1]}
    if len(handle) > 2:
        cache['status'] = handle[2]
    return _CLASSES['execution']._of(run, 'id', handle[0], cache)


def _input_name(keyword, reserved):
    rest = keyword[:-1]
    return rest if rest in _KEYWORDS or rest in reserved else keyword
