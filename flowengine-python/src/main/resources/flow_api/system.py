"""The world outside the execution: references to records, and listings of them."""

from flow_api._calls import current
from flow_api.record import NotSet, record_class

__all__ = ['Listing', 'NotSet', 'System']

_PLURALS = {
    'bundles': 'bundle', 'bundle_repositories': 'bundle_repository', 'connectors': 'connector',
    'custom_objects': 'custom_object', 'executions': 'execution', 'files': 'file',
    'flows': 'flow', 'ldap_configs': 'ldap_config', 'messages': 'message', 'oauths': 'oauth',
    'object_templates': 'object_template', 'organizations': 'organization', 'plugins': 'plugin',
    'processes': 'process', 'projects': 'project', 'roles': 'role', 'schedules': 'schedule',
    'schedulers': 'scheduler', 'schemas': 'schema', 'settings': 'setting',
    'sync_configs': 'sync_config', 'tags': 'tag', 'users': 'user',
    'vault_configs': 'vault_config', 'webhooks': 'webhook', 'workspaces': 'workspace',
    'wrappers': 'wrapper',
}
_LISTED = ('id', 'name', 'status', 'type')


class System:
    """Makes references to records of every type, and lists them.

    ``system.setting('x')`` is a reference: nothing is read or written. ``system.settings()`` lists.
    """

    def __init__(self):
        self._run = current()

    def execution(self, select=None, **fields):
        """Makes a reference to an execution by its id."""
        return record_class('execution')(select, **fields)

    def flow(self, select=None, **fields):
        """Makes a reference to a flow by its name."""
        return record_class('flow')(select, **fields)

    def message(self, select=None, **fields):
        """Makes a reference to a message by its id."""
        return record_class('message')(select, **fields)

    def project(self, select=None, **fields):
        """Makes a reference to a project by its name."""
        return record_class('project')(select, **fields)

    def setting(self, select=None, **fields):
        """Makes a reference to a setting by its name."""
        return record_class('setting')(select, **fields)

    def executions(self, filter_=None, order=None, allow_normal=True, allow_deleted=False):
        """Lists the executions that exist now."""
        return self._list('execution', filter_, order, allow_normal, allow_deleted)

    def flows(self, filter_=None, order=None, allow_normal=True, allow_deleted=False):
        """Lists the flows that exist now."""
        return self._list('flow', filter_, order, allow_normal, allow_deleted)

    def messages(self, filter_=None, order=None, allow_normal=True, allow_deleted=False):
        """Lists the messages that exist now."""
        return self._list('message', filter_, order, allow_normal, allow_deleted)

    def projects(self, filter_=None, order=None, allow_normal=True, allow_deleted=False):
        """Lists the projects that exist now."""
        return self._list('project', filter_, order, allow_normal, allow_deleted)

    def settings(self, filter_=None, order=None, allow_normal=True, allow_deleted=False):
        """Lists the settings that exist now."""
        return self._list('setting', filter_, order, allow_normal, allow_deleted)

    def __getattr__(self, name):
        plural = _PLURALS.get(name)
        if plural is not None:
            def listing(filter_=None, order=None, allow_normal=True, allow_deleted=False):
                return self._list(plural, filter_, order, allow_normal, allow_deleted)

            return listing
        if name in _PLURALS.values():
            return record_class(name)
        raise AttributeError(f"'System' object has no attribute '{name}'")

    def _list(self, name, filter_, order, allow_normal, allow_deleted):
        arguments = {'type': name}
        if filter_ is not None:
            arguments['filter'] = _condition(filter_)
        if order is not None:
            arguments['order'] = order
        if allow_normal is not True:
            arguments['allow_normal'] = allow_normal
        if allow_deleted is not False:
            arguments['allow_deleted'] = allow_deleted
        return Listing(self._run, name, self._run.call('list', arguments))


def _condition(filter_):
    from flow_api.exceptions import InvalidInputError

    if not isinstance(filter_, dict):
        raise InvalidInputError(
            f"filter_ must be a dict such as {{'field': 'name', 'op': 'eq', 'value': 'x'}}, "
            f'was {filter_!r}')
    return filter_


class Listing:
    """The records that existed when the listing was made. Iterable again and again."""

    def __init__(self, run, name, rows):
        self._run = run
        self._class = record_class(name)
        self._rows = rows

    def __len__(self):
        return len(self._rows)

    def __iter__(self):
        for row in self._rows:
            yield self._class._of(self._run, 'id', row[0], dict(zip(_LISTED, row)))

    def __getitem__(self, index):
        row = self._rows[index]
        return self._class._of(self._run, 'id', row[0], dict(zip(_LISTED, row)))

    def __repr__(self):
        return f'<{len(self._rows)} {self._class._type} records>'
