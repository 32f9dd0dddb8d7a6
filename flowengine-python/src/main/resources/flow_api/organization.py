"""An organization."""

from flow_api.record import Record


class Organization(Record):
    """An organization."""

    _type = 'organization'
