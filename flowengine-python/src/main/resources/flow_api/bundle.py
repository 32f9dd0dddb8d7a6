"""A bundle of resources."""

from flow_api.record import Record


class Bundle(Record):
    """A bundle of resources."""

    _type = 'bundle'
