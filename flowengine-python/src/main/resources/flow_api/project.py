"""A project, the location of other records."""

from flow_api.record import Record


class Project(Record):
    """A project, the location of other records."""

    _type = 'project'
