"""The settings of a secret store. Only references can be made so far."""

from flow_api.record import Record


class VaultConfig(Record):
    """The settings of a secret store."""

    _type = 'vault_config'
