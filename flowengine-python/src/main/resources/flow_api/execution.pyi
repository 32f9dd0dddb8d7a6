from datetime import datetime, timedelta
from typing import Any, NoReturn, Self

from flow_api.creating import Creating
from flow_api.enums import ReturnWhen
from flow_api.execution_options import Options
from flow_api.message import Message
from flow_api.record import Record
from flow_api.retry import Retry

class Execution(Creating, Record):
    def clone(
        self,
        *,
        run: bool = ...,
        wait: bool | ReturnWhen | str = ...,
        name: str | None = ...,
        inputs: dict[str, Any] | None = ...,
        input_value: dict[str, Any] | None = ...,
        init: dict[str, Any] | None = ...,
        location_inheritance: str | None = ...,
        roles: list[str] | None = ...,
        orphan: bool = ...,
        savepoint_retention: object = ...,
        priority: int | None = ...,
        timeout: float | timedelta | None = ...,
        retry: Retry | int | dict[str, Any] | None = ...,
        idempotency_key: str | None = ...,
        version: int | str | None = ...,
        options: Options | None = ...,
        **more_inputs: Any,
    ) -> Execution: ...
    def run(
        self,
        wait: bool | ReturnWhen | str = ...,
        location_inheritance: str | None = ...,
    ) -> Self: ...
    def run_async(self) -> Self: ...
    def run_wrapped(
        self,
        inputs: dict[str, Any] | None = ...,
        wait: bool | ReturnWhen | str = ...,
        timeout: float | timedelta | None = ...,
    ) -> Execution: ...
    def wait(
        self,
        return_when: ReturnWhen | str = ...,
        timeout: float | timedelta | None = ...,
    ) -> Self: ...
    def wait_for(
        self,
        *executions: Execution | str,
        return_when: ReturnWhen | str = ...,
        timeout: float | timedelta | None = ...,
    ) -> Any: ...
    def dependency(
        self,
        *executions: Execution | str,
        return_when: ReturnWhen | str = ...,
        timeout: float | timedelta | None = ...,
    ) -> Any: ...
    def sleep(self, seconds: float | str | timedelta) -> None: ...
    def sleep_until(self, timestamp: float | str | datetime) -> None: ...
    def patched(self, id: str) -> bool: ...
    def pause(self) -> Self: ...
    def cancel(self) -> Self: ...
    def receive(self, name: str, timeout: float | timedelta | None = ...) -> Any: ...
    def send(self, name: str, value: Any, id: str | None = ...) -> None: ...
    def continue_as(self, **inputs: Any) -> NoReturn: ...
    def success(self, message: object = ...) -> NoReturn: ...
    def error(self, message: object = ...) -> NoReturn: ...
    def webhook_html_response(self, html: str) -> NoReturn: ...
    def webhook_response(
        self, status: int = ..., headers: dict[str, str] | None = ..., body: Any = ...
    ) -> None: ...
    def early_return(
        self, value: Any, status: int | None = ..., headers: dict[str, str] | None = ...
    ) -> None: ...
    def set_output(self, /, *args: Any, **outputs: Any) -> Self: ...
    def log(self, /, *args: Any, **kwargs: Any) -> Self: ...
    def message(
        self,
        subject: str | None = ...,
        message: str | None = ...,
        *,
        request: str | None = ...,
        body: dict[str, Any] | None = ...,
        wait: bool | ReturnWhen | str = ...,
        message_type: str = ...,
        timeout: float | timedelta | None = ...,
        name: str | None = ...,
        init: dict[str, Any] | None = ...,
    ) -> Message: ...
    def save(self, **fields: Any) -> Self: ...
    def update(self, **fields: Any) -> Self: ...
