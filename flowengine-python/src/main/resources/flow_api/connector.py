"""The stored settings of a connector. Only references can be made so far."""

from flow_api.record import Record


class Connector(Record):
    """The stored settings of a connector."""

    _type = 'connector'
