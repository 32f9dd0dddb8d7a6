"""A plugin. Only references can be made so far."""

from flow_api.record import Record


class Plugin(Record):
    """A plugin."""

    _type = 'plugin'
