"""A script around other executions."""

from flow_api.record import Record


class Wrapper(Record):
    """A script around other executions."""

    _type = 'wrapper'
