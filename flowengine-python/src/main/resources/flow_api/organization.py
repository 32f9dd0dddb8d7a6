"""An organization. Only references can be made so far."""

from flow_api.record import Record


class Organization(Record):
    """An organization."""

    _type = 'organization'
