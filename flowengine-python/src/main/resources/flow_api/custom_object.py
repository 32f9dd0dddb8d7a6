"""A row of an object template."""

from flow_api.record import Record


class CustomObject(Record):
    """A row of an object template."""

    _type = 'custom_object'
