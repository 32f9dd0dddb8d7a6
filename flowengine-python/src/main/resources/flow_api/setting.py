"""A named value; also a lock."""

from flow_api.record import Record


class Setting(Record):
    """A named value; also a lock."""

    _type = 'setting'

    def acquire(self, timeout=None):
        """Locks the setting, waiting while another execution holds it. Not available yet."""
        self._run.call('acquire', {'select': self._select})
        return self

    def release(self):
        """Frees the lock. Not available yet."""
        self._run.call('release', {'select': self._select})
        return self
