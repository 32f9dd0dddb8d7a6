from datetime import timedelta
from typing import Self

from flow_api.record import Record

class Setting(Record):
    def acquire(self, timeout: float | timedelta | None = ...) -> Self: ...
    def release(self) -> Self: ...
