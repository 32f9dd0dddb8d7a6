import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from flow_api.exceptions import EngineException

ALL: Final[str]
BATCH: Final[str]
COHORT: Final[str]
EACH: Final[str]
FAIL: Final[str]
FIRST: Final[str]
LAST: Final[str]
RUN: Final[str]

class Element(Mapping):
    id: str
    name: str
    profile: str
    groups: list[str]
    tags: list[str]
    settings: Mapping[str, Any]
    context: Mapping[str, Any]
    def __getitem__(self, key: str) -> Any: ...
    def __iter__(self) -> Iterator[str]: ...
    def __len__(self) -> int: ...

class Result:
    ok: bool
    outcome: str
    changed: bool
    value: Any
    error: str | None
    attempts: int
    started: datetime.datetime
    ended: datetime.datetime

class ChildResult:
    ok: bool
    status: str
    elements: dict[str, str]
    outputs: dict[str, Any]
    run_id: str

class StepFailed(EngineException):
    result: Result | ChildResult | None

class TaskFailed(StepFailed): ...
class ChildFailed(StepFailed): ...
class ChildAborted(StepFailed): ...
class GateRefused(StepFailed): ...

def execute_task(name: str, /, **inputs: Any) -> Result: ...
def execute_flow(name: str, /, elements: Sequence[Element] | str | None = None, **inputs: Any) -> ChildResult: ...
def sleep(seconds: float | datetime.timedelta) -> None: ...
def gate(name: str, timeout: float | datetime.timedelta | None = None) -> None: ...
def once(step: Callable[..., Any], /, *args: Any, per: str = RUN, **kwargs: Any) -> Any: ...
def order_flow_elements(
    elements: Sequence[Element], key: Callable[[Element], Any], reverse: bool = False, missing: str = FAIL
) -> list[Element]: ...
def filter_flow_elements(elements: Iterable[Element], predicate: Callable[[Element], Any]) -> list[Element]: ...
def natural_key(text: Any) -> tuple[Any, ...]: ...

# What a script of a flow over elements finds by name. ``elements`` is a list in a processing script; the
# names after ``inputs`` are there in execution scripts, those after ``results`` of ``config`` in parts of tasks.
elements: Sequence[Element]
inputs: Mapping[str, Any]
element: Element
context: Any
current: int
first: int
last: int
outputs: dict[str, Any]
results: Any
cohort: Sequence[Element]
batch: int
batches: int
is_first_live: bool
settings: Any
config: Any
command: Any
answer: Any
data: Any
