from datetime import timedelta
from typing import Any, Self

from flow_api.record import Record

class Message(Record):
    def save(self, **fields: Any) -> Self: ...
    def wait(self, timeout: float | timedelta | None = ...) -> Self: ...
