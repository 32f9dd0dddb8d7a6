"""The enums of the flow API. Their members are text and equal their names."""

from enum import Enum


class _Name(str, Enum):
    def __str__(self):
        return self.value


def _enum(name, doc, *members):
    made = _Name(name, [(member, member) for member in members], module=__name__)
    made.__doc__ = doc
    return made


ReturnWhen = _enum(
    'ReturnWhen',
    'When a wait for several executions is over.',
    'ALL_SUCCEEDED', 'ALL_ENDED', 'FIRST_ENDED', 'FIRST_SUCCEEDED',
)
ExecutionStatus = _enum(
    'ExecutionStatus',
    'The states of an execution.',
    'CREATED', 'SCHEDULED', 'RUNNING', 'WAITING', 'PAUSED',
    'ENDED_SUCCESS', 'ENDED_ERROR', 'ENDED_CANCELLED',
)
RecordLogLevel = _enum('RecordLogLevel', 'The levels of log entries.', 'INFO', 'WARNING', 'ERROR')
ConnectorType = _enum(
    'ConnectorType',
    'The types of connectors.',
    'AWS', 'AZURE', 'AZUREAI', 'FTP', 'GIT', 'GOOGLE', 'IMAP', 'K8S', 'LDAP', 'MSTEAMS', 'MYSQL',
    'OPENAI', 'PS', 'REDIS', 'REST', 'SCP', 'SMB', 'SMTP', 'SOAP', 'SQLMSSQL', 'SQLORACLE', 'SQLPG',
    'SSH', 'VAULT', 'WEBDAV', 'XMLRPC',
)

_RESOURCES = (
    'BUNDLE', 'BUNDLE_REPOSITORY', 'CONNECTOR', 'CUSTOM_OBJECT', 'FILE', 'FLOW', 'LDAP_CONFIG',
    'OAUTH', 'OBJECT_TEMPLATE', 'ORGANIZATION', 'PLUGIN', 'PROJECT', 'ROLE', 'SCHEDULE',
    'SCHEDULER', 'SCHEMA', 'SETTING', 'SYNC_CONFIG', 'TAG', 'USER', 'VAULT_CONFIG', 'WEBHOOK',
    'WORKSPACE', 'WRAPPER',
)
_ACTIVITIES = ('EXECUTION', 'MESSAGE', 'PROCESS')

ResourceType = _enum('ResourceType', 'The types of resources.', *_RESOURCES)
ActivityType = _enum('ActivityType', 'The types of activities.', *_ACTIVITIES)
RecordType = _enum('RecordType', 'The types of records.', *_RESOURCES, *_ACTIVITIES)
AllType = _enum('AllType', 'The types of records.', *_RESOURCES, *_ACTIVITIES)
