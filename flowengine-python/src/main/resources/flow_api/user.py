"""A user."""

from flow_api.record import Record


class User(Record):
    """A user."""

    _type = 'user'
