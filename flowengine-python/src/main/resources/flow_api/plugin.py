"""A plugin."""

from flow_api.record import Record


class Plugin(Record):
    """A plugin."""

    _type = 'plugin'
