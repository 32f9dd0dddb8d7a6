"""A tag. Only references can be made so far."""

from flow_api.record import Record


class Tag(Record):
    """A tag."""

    _type = 'tag'
