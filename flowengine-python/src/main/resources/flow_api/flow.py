"""A named flow."""

from flow_api.record import Record


class Flow(Record):
    """A named flow."""

    _type = 'flow'
