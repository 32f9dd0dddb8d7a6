"""A bundle of resources. Only references can be made so far."""

from flow_api.record import Record


class Bundle(Record):
    """A bundle of resources."""

    _type = 'bundle'
