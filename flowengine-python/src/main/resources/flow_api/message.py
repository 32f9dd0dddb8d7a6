"""A message to a person, who acknowledges or answers it."""

from flow_api.record import Record


class Message(Record):
    """A message to a person, who acknowledges or answers it."""

    _type = 'message'
    _by = 'id'

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
