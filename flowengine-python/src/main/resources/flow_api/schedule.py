"""When a flow is started."""

from flow_api.exceptions import InvalidInputError
from flow_api.record import Record
from flow_api.retry import argument

_FLOWS = ('should_run', 'on_failure', 'on_recovery', 'on_success')


class Schedule(Record):
    """When a flow is started."""

    _type = 'schedule'

    def set(self, **fields):
        """Changes the local cache only; ``save`` writes it.

        :raises InvalidInputError: if ``should_run`` or one of its like is a function: it would not
            outlive the script; name a flow
        """
        if 'retry' in fields:
            fields['retry'] = argument(fields['retry'])
        for name in _FLOWS:
            value = fields.get(name)
            if isinstance(value, Record):
                fields[name] = value._require_select()
            elif callable(value):
                raise InvalidInputError(
                    f'{name} must be the name of a flow, was a function:'
                    ' the schedule outlives the script that saves it')
        return super().set(**fields)

    def next_fires(self, n=1):
        """Tells when the schedule fires next.

        :param n: how many fires at most; 1 to 1,000
        :returns: a list of dicts with the datetimes ``nominal``, what the schedule says, ``due``,
            later by the jitter, and ``local``, the same in the zone of the schedule; empty if it is
            left to a scheduler
        :raises ResourceNotFoundError: if the schedule does not exist
        """
        return self._fires({}, n)

    def preview(self, from_, n=1):
        """Tells when the schedule fires after a ``datetime`` (naive: UTC); see ``next_fires``."""
        return self._fires({'from': from_}, n)

    def _fires(self, arguments, n):
        arguments.update(by=self._by, select=self._require_select(), most=n)
        return self._run.call('schedule.fires', arguments)
