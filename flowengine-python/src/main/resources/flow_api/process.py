"""A process; nothing creates one. Only references can be made so far."""

from flow_api.record import Record


class Process(Record):
    """A process; nothing creates one."""

    _type = 'process'
