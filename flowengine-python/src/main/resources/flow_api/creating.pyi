from datetime import timedelta
from typing import Any

from flow_api.connector import Connector
from flow_api.enums import ConnectorType, ReturnWhen
from flow_api.execution import Execution
from flow_api.execution_options import Options
from flow_api.flow import Flow
from flow_api.retry import Retry
from flow_api.wrapper import Wrapper

class Creating:
    def flow(
        self,
        flow: str | Flow,
        /,
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
    def script(
        self,
        script: str,
        inputs: dict[str, Any] | None = ...,
        name: str | None = ...,
        *,
        run: bool = ...,
        wait: bool | ReturnWhen | str = ...,
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
    def connect(
        self,
        connector: str | Connector | None = ...,
        /,
        *,
        connector_type: str | ConnectorType | None = ...,
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
    def using(self, wrapper: str | Wrapper, /, **wrapper_inputs: Any) -> Using: ...

class Using(Creating): ...
