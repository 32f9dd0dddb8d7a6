"""The settings of a secret store."""

from flow_api.record import Record


class VaultConfig(Record):
    """The settings of a secret store."""

    _type = 'vault_config'
