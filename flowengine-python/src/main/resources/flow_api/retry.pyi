from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from flow_api.failure import Failure

class Exponential:
    initial: float | timedelta
    multiplier: float
    def __init__(self, initial: float | timedelta = ..., multiplier: float = ...) -> None: ...

class Retry:
    max_attempts: int | None
    backoff: float | timedelta | Sequence[float | timedelta] | Exponential | None
    jitter: float | None
    max_delay: float | timedelta | None
    retry_if: Callable[[Failure], bool] | list[str] | None
    def __init__(
        self,
        max_attempts: int | None = ...,
        backoff: float | timedelta | Sequence[float | timedelta] | Exponential | None = ...,
        jitter: float | None = ...,
        max_delay: float | timedelta | None = ...,
        retry_if: Callable[[Failure], bool] | list[str] | None = ...,
        **unknown: Any,
    ) -> None: ...

def argument(retry: object) -> Any: ...
