"""A role."""

from flow_api.record import Record


class Role(Record):
    """A role."""

    _type = 'role'
