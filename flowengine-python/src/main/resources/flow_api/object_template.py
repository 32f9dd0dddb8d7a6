"""The attributes of custom objects."""

from flow_api.record import Record


class ObjectTemplate(Record):
    """The attributes of custom objects."""

    _type = 'object_template'
