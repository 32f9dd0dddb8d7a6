"""A JSON schema."""

from flow_api.record import Record


class Schema(Record):
    """A JSON schema."""

    _type = 'schema'
