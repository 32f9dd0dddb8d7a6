from collections.abc import Iterator
from typing import Any

from flow_api.execution import Execution
from flow_api.flow import Flow
from flow_api.message import Message
from flow_api.project import Project
from flow_api.setting import Setting
from flow_api.record import NotSet as NotSet

class System:
    def __init__(self) -> None: ...
    def execution(self, select: str | None = ..., **fields: Any) -> Execution: ...
    def flow(self, select: str | None = ..., **fields: Any) -> Flow: ...
    def message(self, select: str | None = ..., **fields: Any) -> Message: ...
    def project(self, select: str | None = ..., **fields: Any) -> Project: ...
    def setting(self, select: str | None = ..., **fields: Any) -> Setting: ...
    def executions(
        self,
        filter_: dict[str, Any] | None = ...,
        order: str | list[str] | None = ...,
        allow_normal: bool = ...,
        allow_deleted: bool = ...,
    ) -> Listing: ...
    def flows(
        self,
        filter_: dict[str, Any] | None = ...,
        order: str | list[str] | None = ...,
        allow_normal: bool = ...,
        allow_deleted: bool = ...,
    ) -> Listing: ...
    def messages(
        self,
        filter_: dict[str, Any] | None = ...,
        order: str | list[str] | None = ...,
        allow_normal: bool = ...,
        allow_deleted: bool = ...,
    ) -> Listing: ...
    def projects(
        self,
        filter_: dict[str, Any] | None = ...,
        order: str | list[str] | None = ...,
        allow_normal: bool = ...,
        allow_deleted: bool = ...,
    ) -> Listing: ...
    def settings(
        self,
        filter_: dict[str, Any] | None = ...,
        order: str | list[str] | None = ...,
        allow_normal: bool = ...,
        allow_deleted: bool = ...,
    ) -> Listing: ...
    def __getattr__(self, name: str | None) -> Any: ...

class Listing:
    def __init__(self, run: bool, name: str | None, rows: Any) -> None: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Any]: ...
    def __getitem__(self, index: Any) -> Any: ...
