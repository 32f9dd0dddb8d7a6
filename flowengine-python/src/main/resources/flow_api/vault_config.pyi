from typing import Self

from flow_api.record import Record

class VaultConfig(Record):
    def write_secret(self, path: str, secrets: dict[str, str]) -> Self: ...
