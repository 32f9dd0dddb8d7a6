"""A process; nothing creates one."""

from flow_api.record import Record


class Process(Record):
    """A process; nothing creates one."""

    _type = 'process'
