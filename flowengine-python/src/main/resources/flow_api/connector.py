"""The stored settings of a connector."""

from flow_api.record import Record


class Connector(Record):
    """The stored settings of a connector."""

    _type = 'connector'
