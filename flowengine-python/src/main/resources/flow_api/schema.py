"""A JSON schema. Only references can be made so far."""

from flow_api.record import Record


class Schema(Record):
    """A JSON schema."""

    _type = 'schema'
