"""A script around other executions. Only references can be made so far."""

from flow_api.record import Record


class Wrapper(Record):
    """A script around other executions."""

    _type = 'wrapper'
