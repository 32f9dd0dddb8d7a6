"""A user. Only references can be made so far."""

from flow_api.record import Record


class User(Record):
    """A user."""

    _type = 'user'
