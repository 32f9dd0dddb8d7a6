"""A row of an object template. Only references can be made so far."""

from flow_api.record import Record


class CustomObject(Record):
    """A row of an object template."""

    _type = 'custom_object'
