"""The flow API: what flow scripts use to start other flows, wait, ask people and keep records.

A script gets ``system`` and ``this`` as arguments of its handler; everything else it needs by name
is here: exceptions, enums, the record classes for annotations, ``step`` and ``NotSet``.
"""

from flow_api import exceptions
from flow_api.exceptions import (
    CircuitOpenError,
    ConcurrencyDeadlockError,
    DependencyFailedError,
    DependencyTimeoutError,
    EngineException,
    ExecutionCancel,
    ExecutionError,
    ExecutionSuccess,
    ExtraInputError,
    IdempotencyConflictError,
    InternalError,
    InvalidInputError,
    LifecycleSignal,
    LockTimeoutError,
    MessageResponseTimeoutError,
    MissingInputError,
    ParallelFailedError,
    PermissionDenied,
    QueueFullError,
    ResourceNotFoundError,
    RestartMismatchError,
    ResultTooLargeError,
    SagaCompensationError,
    SchemaValidationError,
    SecretNotFoundError,
    StepFailedError,
    StepTimeoutError,
    StreamConflictError,
    TimeoutExceededError,
)
from flow_api.execution import Execution
from flow_api.flow import Flow
from flow_api.message import Message
from flow_api.project import Project
from flow_api.record import Record
from flow_api.setting import Setting
from flow_api.steps import attempt, idempotency_key, step
from flow_api.system import NotSet, System

# Loaded when a script first names them, so that an interpreter is warm sooner.
_LATER = {
    'ActivityType': 'enums',
    'AllType': 'enums',
    'ConnectorType': 'enums',
    'ExecutionStatus': 'enums',
    'RecordLogLevel': 'enums',
    'RecordType': 'enums',
    'ResourceType': 'enums',
    'ReturnWhen': 'enums',
    'Bundle': 'bundle',
    'BundleRepository': 'bundle_repository',
    'Connector': 'connector',
    'CustomObject': 'custom_object',
    'Exponential': 'retry',
    'Failure': 'failure',
    'File': 'file',
    'LdapConfig': 'ldap_config',
    'Oauth': 'oauth',
    'ObjectTemplate': 'object_template',
    'Options': 'execution_options',
    'Organization': 'organization',
    'Plugin': 'plugin',
    'Process': 'process',
    'Retry': 'retry',
    'Role': 'role',
    'Schedule': 'schedule',
    'Scheduler': 'scheduler',
    'Schema': 'schema',
    'Secret': 'secret',
    'SyncConfig': 'sync_config',
    'Tag': 'tag',
    'User': 'user',
    'VaultConfig': 'vault_config',
    'Webhook': 'webhook',
    'Workspace': 'workspace',
    'Wrapper': 'wrapper',
}
_MODULES = frozenset(_LATER.values())


def __getattr__(name):
    if name == 'CloudomationException':
        return exceptions.CloudomationException  # not kept: each execution that uses it is told
    module = _LATER.get(name)
    if module is not None:
        loaded = __import__('flow_api.' + module, fromlist=[name])
        value = getattr(loaded, name)
        globals()[name] = value
        return value
    if name in _MODULES:
        return __import__('flow_api.' + name, fromlist=[name])
    raise AttributeError(f"module 'flow_api' has no attribute '{name}'")
