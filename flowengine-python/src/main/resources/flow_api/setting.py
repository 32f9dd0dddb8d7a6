"""A named value; also a lock."""

from flow_api.record import Record


class Setting(Record):
    """A named value; also a lock."""

    _type = 'setting'

    def acquire(self, timeout=None):
        """Locks the setting, waiting while another execution has it locked.

        First come, first served. It stays locked until somebody calls ``release``, even when the
        execution ends. Reading and writing the value needs no lock.

        :param timeout: seconds or a ``timedelta``; 0 checks once; ``None`` waits for ever
        :returns: the setting
        :raises LockTimeoutError: if another execution has the lock when the time is over
        :raises ResourceNotFoundError: if the setting does not exist
        """
        arguments = {'by': self._by, 'select': self._require_select()}
        if timeout is not None:
            arguments['timeout'] = timeout
        self._run.call('acquire', arguments)
        return self

    def release(self):
        """Frees the lock, whoever has it; the first who waits gets it. Returns the setting.

        :raises ResourceNotFoundError: if the setting does not exist
        """
        self._run.call('release', {'by': self._by, 'select': self._require_select()})
        return self
