"""The settings of a secret store."""

from flow_api.record import Record


class VaultConfig(Record):
    """The settings of a secret store."""

    _type = 'vault_config'

    def write_secret(self, path, secrets):
        """Stores secrets where the host keeps them, and returns the configuration.

        :param path: where to
        :param secrets: a dict of str
        :raises PermissionDenied: if no source of secrets of the engine stores any
        """
        self._run.call('write_secret', {
            'select': self._require_select(), 'path': path, 'secrets': secrets})
        return self
