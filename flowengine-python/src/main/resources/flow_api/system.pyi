from collections.abc import Iterator
from typing import Any

from flow_api.bundle import Bundle
from flow_api.bundle_repository import BundleRepository
from flow_api.connector import Connector
from flow_api.custom_object import CustomObject
from flow_api.execution import Execution
from flow_api.file import File
from flow_api.flow import Flow
from flow_api.ldap_config import LdapConfig
from flow_api.message import Message
from flow_api.oauth import Oauth
from flow_api.object_template import ObjectTemplate
from flow_api.organization import Organization
from flow_api.plugin import Plugin
from flow_api.process import Process
from flow_api.project import Project
from flow_api.record import NotSet as NotSet
from flow_api.role import Role
from flow_api.schedule import Schedule
from flow_api.scheduler import Scheduler
from flow_api.schema import Schema
from flow_api.secret import Secret
from flow_api.setting import Setting
from flow_api.sync_config import SyncConfig
from flow_api.tag import Tag
from flow_api.user import User
from flow_api.vault_config import VaultConfig
from flow_api.webhook import Webhook
from flow_api.workspace import Workspace
from flow_api.wrapper import Wrapper

class System:
    def __init__(self) -> None: ...
    def bundle(self, select: str | None = ..., **fields: Any) -> Bundle: ...
    def bundle_repository(self, select: str | None = ..., **fields: Any) -> BundleRepository: ...
    def connector(self, select: str | None = ..., **fields: Any) -> Connector: ...
    def custom_object(self, select: str | None = ..., **fields: Any) -> CustomObject: ...
    def execution(self, select: str | None = ..., **fields: Any) -> Execution: ...
    def file(self, select: str | None = ..., **fields: Any) -> File: ...
    def flow(self, select: str | None = ..., **fields: Any) -> Flow: ...
    def ldap_config(self, select: str | None = ..., **fields: Any) -> LdapConfig: ...
    def message(self, select: str | None = ..., **fields: Any) -> Message: ...
    def oauth(self, select: str | None = ..., **fields: Any) -> Oauth: ...
    def object_template(self, select: str | None = ..., **fields: Any) -> ObjectTemplate: ...
    def organization(self, select: str | None = ..., **fields: Any) -> Organization: ...
    def plugin(self, select: str | None = ..., **fields: Any) -> Plugin: ...
    def process(self, select: str | None = ..., **fields: Any) -> Process: ...
    def project(self, select: str | None = ..., **fields: Any) -> Project: ...
    def role(self, select: str | None = ..., **fields: Any) -> Role: ...
    def schedule(self, select: str | None = ..., **fields: Any) -> Schedule: ...
    def scheduler(self, select: str | None = ..., **fields: Any) -> Scheduler: ...
    def schema(self, select: str | None = ..., **fields: Any) -> Schema: ...
    def secret(self, name: str) -> Secret: ...
    def setting(self, select: str | None = ..., **fields: Any) -> Setting: ...
    def sync_config(self, select: str | None = ..., **fields: Any) -> SyncConfig: ...
    def tag(self, select: str | None = ..., **fields: Any) -> Tag: ...
    def user(self, select: str | None = ..., **fields: Any) -> User: ...
    def vault_config(self, select: str | None = ..., **fields: Any) -> VaultConfig: ...
    def webhook(self, select: str | None = ..., **fields: Any) -> Webhook: ...
    def workspace(self, select: str | None = ..., **fields: Any) -> Workspace: ...
    def wrapper(self, select: str | None = ..., **fields: Any) -> Wrapper: ...
    def bundles(
        self,
        filter_: dict[str, Any] | None = ...,
        order: str | list[str] | None = ...,
        allow_normal: bool = ...,
        allow_deleted: bool = ...,
    ) -> Listing: ...
    def bundle_repositories(
        self,
        filter_: dict[str, Any] | None = ...,
        order: str | list[str] | None = ...,
        allow_normal: bool = ...,
        allow_deleted: bool = ...,
    ) -> Listing: ...
    def connectors(
        self,
        filter_: dict[str, Any] | None = ...,
        order: str | list[str] | None = ...,
        allow_normal: bool = ...,
        allow_deleted: bool = ...,
    ) -> Listing: ...
    def custom_objects(
        self,
        filter_: dict[str, Any] | None = ...,
        order: str | list[str] | None = ...,
        allow_normal: bool = ...,
        allow_deleted: bool = ...,
    ) -> Listing: ...
    def executions(
        self,
        filter_: dict[str, Any] | None = ...,
        order: str | list[str] | None = ...,
        allow_normal: bool = ...,
        allow_deleted: bool = ...,
    ) -> Listing: ...
    def files(
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
    def ldap_configs(
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
    def oauths(
        self,
        filter_: dict[str, Any] | None = ...,
        order: str | list[str] | None = ...,
        allow_normal: bool = ...,
        allow_deleted: bool = ...,
    ) -> Listing: ...
    def object_templates(
        self,
        filter_: dict[str, Any] | None = ...,
        order: str | list[str] | None = ...,
        allow_normal: bool = ...,
        allow_deleted: bool = ...,
    ) -> Listing: ...
    def organizations(
        self,
        filter_: dict[str, Any] | None = ...,
        order: str | list[str] | None = ...,
        allow_normal: bool = ...,
        allow_deleted: bool = ...,
    ) -> Listing: ...
    def plugins(
        self,
        filter_: dict[str, Any] | None = ...,
        order: str | list[str] | None = ...,
        allow_normal: bool = ...,
        allow_deleted: bool = ...,
    ) -> Listing: ...
    def processes(
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
    def roles(
        self,
        filter_: dict[str, Any] | None = ...,
        order: str | list[str] | None = ...,
        allow_normal: bool = ...,
        allow_deleted: bool = ...,
    ) -> Listing: ...
    def schedules(
        self,
        filter_: dict[str, Any] | None = ...,
        order: str | list[str] | None = ...,
        allow_normal: bool = ...,
        allow_deleted: bool = ...,
    ) -> Listing: ...
    def schedulers(
        self,
        filter_: dict[str, Any] | None = ...,
        order: str | list[str] | None = ...,
        allow_normal: bool = ...,
        allow_deleted: bool = ...,
    ) -> Listing: ...
    def schemas(
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
    def sync_configs(
        self,
        filter_: dict[str, Any] | None = ...,
        order: str | list[str] | None = ...,
        allow_normal: bool = ...,
        allow_deleted: bool = ...,
    ) -> Listing: ...
    def tags(
        self,
        filter_: dict[str, Any] | None = ...,
        order: str | list[str] | None = ...,
        allow_normal: bool = ...,
        allow_deleted: bool = ...,
    ) -> Listing: ...
    def users(
        self,
        filter_: dict[str, Any] | None = ...,
        order: str | list[str] | None = ...,
        allow_normal: bool = ...,
        allow_deleted: bool = ...,
    ) -> Listing: ...
    def vault_configs(
        self,
        filter_: dict[str, Any] | None = ...,
        order: str | list[str] | None = ...,
        allow_normal: bool = ...,
        allow_deleted: bool = ...,
    ) -> Listing: ...
    def webhooks(
        self,
        filter_: dict[str, Any] | None = ...,
        order: str | list[str] | None = ...,
        allow_normal: bool = ...,
        allow_deleted: bool = ...,
    ) -> Listing: ...
    def workspaces(
        self,
        filter_: dict[str, Any] | None = ...,
        order: str | list[str] | None = ...,
        allow_normal: bool = ...,
        allow_deleted: bool = ...,
    ) -> Listing: ...
    def wrappers(
        self,
        filter_: dict[str, Any] | None = ...,
        order: str | list[str] | None = ...,
        allow_normal: bool = ...,
        allow_deleted: bool = ...,
    ) -> Listing: ...

class Listing:
    def __init__(self, run: Any, name: str, listed: Any, shown: Any) -> None: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Any]: ...
    def __getitem__(self, index: Any) -> Any: ...
