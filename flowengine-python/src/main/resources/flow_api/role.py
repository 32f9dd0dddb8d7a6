"""A role. Only references can be made so far."""

from flow_api.record import Record


class Role(Record):
    """A role."""

    _type = 'role'
