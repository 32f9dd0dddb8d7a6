"""A workspace. Only references can be made so far."""

from flow_api.record import Record


class Workspace(Record):
    """A workspace."""

    _type = 'workspace'
