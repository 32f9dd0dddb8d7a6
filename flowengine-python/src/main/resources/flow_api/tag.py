"""A tag."""

from flow_api.record import Record


class Tag(Record):
    """A tag."""

    _type = 'tag'
