"""A repository of bundles. Only references can be made so far."""

from flow_api.record import Record


class BundleRepository(Record):
    """A repository of bundles."""

    _type = 'bundle_repository'
