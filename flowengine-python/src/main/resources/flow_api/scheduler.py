"""The script behind schedules. Only references can be made so far."""

from flow_api.record import Record


class Scheduler(Record):
    """The script behind schedules."""

    _type = 'scheduler'
