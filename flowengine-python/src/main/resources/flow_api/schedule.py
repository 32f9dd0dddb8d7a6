"""When a flow is started."""

from flow_api.record import Record


class Schedule(Record):
    """When a flow is started."""

    _type = 'schedule'
