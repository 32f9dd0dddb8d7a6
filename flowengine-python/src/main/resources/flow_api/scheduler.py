"""The script behind schedules."""

from flow_api.record import Record


class Scheduler(Record):
    """The script behind schedules."""

    _type = 'scheduler'
