from datetime import timedelta
from typing import Self

from flow_api.record import Record

class Message(Record):
    def wait(self, timeout: float | timedelta | None = ...) -> Self: ...
