"""When a flow is started."""

from flow_api.record import Record


class Schedule(Record):
    """When a flow is started."""

    _type = 'schedule'

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
