"""A message to a person, who acknowledges or answers it."""

from flow_api.exceptions import InvalidInputError
from flow_api.record import Record

_CONTENTS = frozenset(('subject', 'message', 'request', 'body', 'message_type', 'name'))


class Message(Record):
    """A message to a person, who acknowledges or answers it."""

    _type = 'message'
    _by = 'id'

    def save(self, **fields):
        """Creates the message and does not wait for its answer; ``wait`` waits later.

        :raises InvalidInputError: if it exists: a message cannot be changed
        """
        self.set(**fields)
        if self._select is not None:
            raise InvalidInputError(f'{self} exists; a message cannot be changed')
        arguments = {'wait': False}
        init = {}
        for name, value in self._changed.items():
            (arguments if name in _CONTENTS else init)[name] = value
        if init:
            arguments['init'] = init
        self._select = self._run.call('message', arguments)
        self._changed = {}
        self._forget()
        return self

    def wait(self, timeout=None):
        """Waits for the answer and returns the message.

        :param timeout: seconds or a ``timedelta``; ``None`` waits for ever
        :raises MessageResponseTimeoutError: when the time is over; the message stays open
        """
        arguments = {'message': self._select}
        if timeout is not None:
            arguments['timeout'] = timeout
        self._answered(self._run.call('message.wait', arguments))
        return self

    def _answered(self, answer):
        self._cache['response'] = answer['response']
        self._cache['is_submitted'] = True
