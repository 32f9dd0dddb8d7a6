"""When a flow is started. Only references can be made so far."""

from flow_api.record import Record


class Schedule(Record):
    """When a flow is started."""

    _type = 'schedule'
