"""An execution: one run of a flow."""

from flow_api.exceptions import InvalidInputError
from flow_api.record import Record

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


class Execution(Record):
    """One run of a flow. ``this`` is the one that runs the script."""

    _type = 'execution'
    _by = 'id'

    def _own(self, call):
        run = self._run
        if self._by != 'id' or self._select != run.id:
            raise InvalidInputError(f'{call}() exists on this only, not on other executions')
        return run

    # ------------------------------------------------------------------ creating children

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

    def clone(self, *, run=True, wait=True, name=None, inputs=None, input_value=None, init=None,
              location_inheritance=None, roles=None, orphan=False, savepoint_retention=None,
              priority=None, timeout=None, retry=None, idempotency_key=None, version=None,
              options=None, **more_inputs):
        """Creates an execution like this one, with changed name, inputs or init."""
        return self._create(
            'clone', {'execution': self._require_select()}, run, wait, name, inputs, input_value, init,
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
        """Runs the next creation inside a wrapper. Not available yet."""
        self._own('using').call('using', {})

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
        engine = self._run
        answer = engine.call(call, arguments)
        if retry is not None:
            answer = engine.judged(answer, retry)
        return _child(engine, answer)

    # ------------------------------------------------------------------ running and waiting

    def run(self, wait=True, location_inheritance=None):
        """Starts an execution that was created and not started, or resumes a paused one.

        :param wait: as for ``flow``
        :returns: this execution
        """
        arguments = {'execution': self._require_select()}
        if wait is not True:
            arguments['wait'] = wait
        if location_inheritance is not None:
            arguments['location_inheritance'] = location_inheritance
        self._run.call('run', arguments)
        self._forget()
        return self

    def run_async(self):
        """Starts the execution and does not wait for it."""
        return self.run(wait=False)

    def wait(self, return_when='ALL_SUCCEEDED', timeout=None):
        """Waits for the end of this execution and returns it."""
        ended = self._wait_for((self,), return_when, timeout)
        return ended[0] if isinstance(ended, list) else ended

    def wait_for(self, *executions, return_when='ALL_SUCCEEDED', timeout=None):
        """Waits for executions, and records that this one depends on them.

        :param executions: executions or their ids
        :param return_when: ALL_SUCCEEDED, ALL_ENDED, FIRST_ENDED or FIRST_SUCCEEDED
        :param timeout: seconds or a ``timedelta``; 0 checks once; ``None`` waits for ever
        :returns: the ended executions in the order of the arguments, or the first one
        :raises DependencyFailedError: if one failed that must not
        :raises DependencyTimeoutError: if it took longer than ``timeout``
        """
        self._own('wait_for')
        return self._wait_for(executions, return_when, timeout)

    def dependency(self, *executions, return_when='ALL_SUCCEEDED', timeout=None):
        """The same as ``wait_for``."""
        self._own('dependency')
        return self._wait_for(executions, return_when, timeout)

    def _wait_for(self, executions, return_when, timeout):
        run = self._run
        objects = {}
        ids = []
        for each in executions:
            if isinstance(each, Execution):
                objects[each._require_select()] = each
                ids.append(each._select)
            elif isinstance(each, str):
                ids.append(each)
            else:
                hint = '; unpack it with *' if hasattr(each, '__iter__') else ''
                raise InvalidInputError(
                    'executions must be executions or ids of executions, was '
                    f'{type(each).__name__}{hint}')
        arguments = {'executions': ids}
        if return_when != 'ALL_SUCCEEDED':
            arguments['return_when'] = return_when
        if timeout is not None:
            arguments['timeout'] = timeout
        try:
            ended = run.call('wait_for', arguments)
        finally:
            for each in objects.values():
                each._forget()
        first = str(return_when) in ('FIRST_ENDED', 'FIRST_SUCCEEDED')
        found = []
        for id, status in ended:
            execution = objects.get(id)
            if execution is None:
                execution = Execution._of(run, 'id', id)
            execution._cache['id'] = id
            execution._cache['status'] = status
            found.append(execution)
        if first:
            return found[0] if found else None
        return found

    def sleep(self, seconds):
        """Suspends this execution for at least that many seconds, or a ``timedelta``."""
        run = self._own('sleep')
        if not hasattr(seconds, 'total_seconds'):
            try:
                seconds = float(seconds)
            except (TypeError, ValueError):
                raise InvalidInputError(
                    f'sleep expects seconds as a number, was {seconds!r}') from None
            _require_finite('seconds', seconds)
        run.call('sleep', {'seconds': seconds})

    def sleep_until(self, timestamp):
        """Suspends this execution until a POSIX timestamp or a ``datetime`` (naive: UTC)."""
        run = self._own('sleep_until')
        if not hasattr(timestamp, 'isoformat'):
            try:
                timestamp = float(timestamp)
            except (TypeError, ValueError):
                raise InvalidInputError(
                    'timestamp must be a POSIX timestamp or a datetime, was '
                    f'{timestamp!r}') from None
            _require_finite('timestamp', timestamp)
        run.call('sleep', {'until': timestamp})

    def patched(self, id):
        """Tells which side of a change in the script this execution takes.

        :param id: names the change
        :returns: ``True`` if the execution comes here for the first time, or did so before;
            ``False`` if it has been past this place before the script asked
        """
        return self._own('patched').call('patched', {'id': id})

    def pause(self):
        """Pauses the execution until somebody resumes it."""
        self._run.call('pause', self._target())
        self._forget()
        return self

    def cancel(self):
        """Ends the execution with ENDED_CANCELLED; on ``this`` it does not return."""
        self._run.call('cancel', self._target())
        self._forget()
        return self

    def _target(self):
        select = self._require_select()
        return {} if select == self._run.id else {'execution': select}

    def receive(self, name, timeout=None):
        """Waits for a value that somebody sends to this execution under a name.

        Values of one name come in the order they were sent, those that were sent before too.

        :param timeout: seconds or a ``timedelta``; 0 checks once; ``None`` waits for ever
        :returns: the value
        :raises TimeoutExceededError: if none has come when the time is over
        """
        arguments = {'name': name}
        if timeout is not None:
            arguments['timeout'] = timeout
        return self._own('receive').call('receive', arguments)

    def send(self, name, value, id=None):
        """Sends a value to the execution, which gets it by ``receive``; an early one is kept.

        :param id: tells this value from others: a repetition with the same id does nothing
        :raises InvalidInputError: if the execution has ended
        """
        arguments = self._target()
        arguments['name'] = name
        arguments['value'] = value
        if id is not None:
            arguments['id'] = id
        self._run.call('send', arguments)

    def continue_as(self, **inputs):
        """Ends this execution with ENDED_SUCCESS and starts its successor. Never returns.

        The successor runs the newest version of the same flow from its beginning, with these inputs,
        the same parent and the same name. Who waits for this execution waits for its successor, and
        signals that were not received go there.
        """
        self._own('continue_as').call('continue_as', {'inputs': inputs})

    # ------------------------------------------------------------------ ending, outputs, logs

    def success(self, message=None):
        """Ends this execution with ENDED_SUCCESS. Never returns."""
        self._own('success').call('success', _message(message))

    def error(self, message=None):
        """Ends this execution with ENDED_ERROR. Never returns."""
        self._own('error').call('error', _message(message))

    def webhook_html_response(self, html):
        """Ends this execution with a page for the caller of its webhook. Not available yet."""
        self._own('webhook_html_response').call('webhook_html_response', {})

    def set_output(self, /, *args, **outputs):
        """Sets keys of ``output_value``; keys that were set earlier stay.

        ``set_output(key=value)``, ``set_output('key', value)``, ``set_output({'key': value})``;
        any other single value becomes the key ``result``.
        """
        run = self._own('set_output')
        changes = {}
        if len(args) == 2:
            changes[args[0]] = args[1]
        elif len(args) == 1:
            changes = dict(args[0]) if isinstance(args[0], dict) else {'result': args[0]}
        elif args:
            raise InvalidInputError(
                'set_output takes keywords, a key and a value, or one value; '
                f'it was given {len(args)} values')
        changes.update(outputs)
        run.call('set_output', {'outputs': changes})
        self._forget()
        return self

    def log(self, /, *args, **kwargs):
        """Writes one log entry of any number of values, and returns ``this``."""
        run = self._own('log')
        words = [str(each) for each in args]
        for key, value in kwargs.items():
            words.append(f'{key}={value}')
        data = {
            'args': [_storable(each) for each in args],
            'kwargs': {key: _storable(each) for key, each in kwargs.items()},
        }
        run.log(' '.join(words), data)
        return self

    def message(self, subject=None, message=None, *, request=None, body=None, wait=True,
                message_type='INFO', timeout=None, name=None, init=None):
        """Asks a person, and waits for the answer.

        :param message: Markdown with an OK button
        :param request: the label of one text field; the answer is ``response['string']``
        :param body: a form: ``{'type': 'object', 'properties': {key: {...}}, 'required': [...]}``
        :param wait: ``False`` does not wait; ``Message.wait`` waits later
        :returns: the message
        :raises MessageResponseTimeoutError: if the answer took longer than ``timeout``
        """
        run = self._own('message')
        arguments = {}
        for key, value, default in (
                ('subject', subject, None), ('message', message, None),
                ('request', request, None), ('body', body, None), ('wait', wait, True),
                ('message_type', message_type, 'INFO'), ('timeout', timeout, None),
                ('name', name, None), ('init', init, None)):
            if value is not default:
                arguments[key] = value
        from flow_api.message import Message

        answer = run.call('message', arguments)
        if wait is False:
            return Message._of(run, 'id', answer)
        made = Message._of(run, 'id', answer['id'])
        made._answered(answer)
        return made

    # ------------------------------------------------------------------ the record

    def save(self, **fields):
        """Changes stored fields of the execution."""
        self.set(**fields)
        arguments = self._target()
        arguments['fields'] = dict(self._changed)
        self._run.call('save', arguments)
        self._changed = {}
        self._forget()
        return self

    def update(self, **fields):
        """The same as ``save``: executions are created by ``flow`` and its like."""
        return self.save(**fields)


def _child(run, handle):
    cache = {'id': handle[0], 'name': handle[1]}
    if len(handle) > 2:
        cache['status'] = handle[2]
    return Execution._of(run, 'id', handle[0], cache)


def _input_name(keyword, reserved):
    rest = keyword[:-1]
    return rest if rest in _KEYWORDS or rest in reserved else keyword


def _message(message):
    return {} if message is None else {'message': str(message)}


def _require_finite(name, number):
    if number != number or number in (float('inf'), float('-inf')):
        raise InvalidInputError(f'{name} must be a finite number, was {number}')


def _storable(value):
    kind = type(value)
    if kind is str or kind is int or kind is bool or value is None:
        return value
    from flow_api._values import encode

    try:
        encode('value', value)
        return value
    except InvalidInputError:
        return repr(value)
