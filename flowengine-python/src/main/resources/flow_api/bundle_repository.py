"""A repository of bundles."""

from flow_api.record import Record


class BundleRepository(Record):
    """A repository of bundles."""

    _type = 'bundle_repository'
