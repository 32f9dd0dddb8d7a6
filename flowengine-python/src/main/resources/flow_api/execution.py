"""An execution: one run of a flow."""

from flow_api.creating import Creating, _child
from flow_api.exceptions import InvalidInputError
from flow_api.record import Record

class Execution(Creating, Record):
    """One run of a flow. ``this`` is the one that runs the script."""

    _type = 'execution'
    _by = 'id'

    def _own(self, call):
        run = self._run
        if self._by != 'id' or self._select != run.id:
            raise InvalidInputError(f'{call}() exists on this only, not on other executions')
        return run

    def clone(self, *, run=True, wait=True, name=None, inputs=None, input_value=None, init=None,
              location_inheritance=None, roles=None, orphan=False, savepoint_retention=None,
              priority=None, timeout=None, retry=None, idempotency_key=None, version=None,
              options=None, **more_inputs):
        """Creates an execution like this one, with changed name, inputs or init."""
        return self._create(
            'clone', {'execution': self._require_select()}, run, wait, name, inputs, input_value, init,
            location_inheritance, roles, orphan, savepoint_retention, priority, timeout, retry,
            idempotency_key, version, options, more_inputs)

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

    def run_wrapped(self, inputs=None, wait=True, timeout=None):
        """Runs what this execution, which is one of a wrapper, is put around, as a child.

        It may be run any number of times, or never. ``inputs['wrapped']`` tells what it is.

        :param inputs: its inputs; ``None`` for those of the call that was wrapped
        :param wait: as for ``flow``
        :param timeout: as for ``flow``
        :returns: the child
        :raises InvalidInputError: if this is no execution of a wrapper
        """
        engine = self._own('run_wrapped')
        arguments = {}
        if inputs is not None:
            arguments['inputs'] = inputs
        if wait is not True:
            arguments['wait'] = wait
        if timeout is not None:
            arguments['timeout'] = timeout
        return _child(engine, engine.call('run_wrapped', arguments))

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
        """Ends this execution with ENDED_SUCCESS, and a page for the caller of its webhook."""
        run = self._own('webhook_html_response')
        run.call('webhook_response', {
            'headers': {'content-type': 'text/html; charset=utf-8'}, 'body': str(html)})
        run.call('success', {})

    def webhook_response(self, status=200, headers=None, body=None):
        """Sets what the caller of the webhook gets when this execution has ended.

        :param body: text, bytes, or anything that becomes JSON
        """
        arguments = {'status': status, 'body': body}
        if headers is not None:
            arguments['headers'] = headers
        self._own('webhook_response').call('webhook_response', arguments)

    def early_return(self, value, status=None, headers=None):
        """Answers the caller of the webhook now; this execution goes on.

        :param value: text, bytes, or anything that becomes JSON
        :raises InvalidInputError: if it was called before
        """
        arguments = {'value': value}
        if status is not None:
            arguments['status'] = status
        if headers is not None:
            arguments['headers'] = headers
        self._own('early_return').call('early_return', arguments)

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
