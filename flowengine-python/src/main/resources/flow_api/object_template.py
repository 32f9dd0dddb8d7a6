"""The attributes of custom objects. Only references can be made so far."""

from flow_api.record import Record


class ObjectTemplate(Record):
    """The attributes of custom objects."""

    _type = 'object_template'
