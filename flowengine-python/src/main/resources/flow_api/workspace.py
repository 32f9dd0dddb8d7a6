"""A workspace."""

from flow_api.record import Record


class Workspace(Record):
    """A workspace."""

    _type = 'workspace'
