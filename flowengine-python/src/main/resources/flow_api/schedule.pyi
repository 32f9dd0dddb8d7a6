from datetime import datetime

from flow_api.record import Record

class Schedule(Record):
    def next_fires(self, n: int = ...) -> list[dict[str, datetime]]: ...
    def preview(self, from_: datetime, n: int = ...) -> list[dict[str, datetime]]: ...
