from collections.abc import Callable
from typing import Any

def step(name: str, fn: Callable[..., Any], /, *args: Any, **options: Any) -> Any: ...
