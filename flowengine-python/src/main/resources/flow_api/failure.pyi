from collections.abc import Sequence
from datetime import datetime
from typing import Any

class Failure:
    name: str
    message: str
    stack: str
    step: str | None
    execution_id: str | None
    attempts: int
    at: datetime | None
    data: dict[str, Any]
    failures: list[Failure]
    cause: Failure | None
    def __init__(
        self,
        name: str,
        message: str,
        stack: str = ...,
        step: str | None = ...,
        execution_id: str | None = ...,
        attempts: int = ...,
        at: datetime | None = ...,
        data: dict[str, Any] | None = ...,
        failures: Sequence[Failure] = ...,
        cause: Failure | None = ...,
    ) -> None: ...
    def __repr__(self) -> str: ...
