"""A file with its content. Only references can be made so far."""

from flow_api.record import Record


class File(Record):
    """A file with its content."""

    _type = 'file'
