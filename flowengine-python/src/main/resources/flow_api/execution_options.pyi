from typing import Any

class Options:
    options: dict[str, Any]
    def __init__(self, **options: Any) -> None: ...

def argument(options: object) -> dict[str, Any]: ...
