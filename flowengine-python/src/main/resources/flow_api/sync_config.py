"""The settings of a synchronisation."""

from flow_api.record import Record


class SyncConfig(Record):
    """The settings of a synchronisation."""

    _type = 'sync_config'
