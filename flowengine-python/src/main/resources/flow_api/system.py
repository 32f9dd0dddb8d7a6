"""The world outside the execution: references to records, and listings of them."""

from flow_api._calls import current
from flow_api.record import NotSet, record_class

__all__ = ['Listing', 'NotSet', 'System']

_SHOWN = ('allow_normal', 'allow_deleted')
_LISTED = ('id', 'name', 'status', 'type')


class System:
    """Makes references to records of every type, and lists them.

    ``system.setting('x')`` is a reference: nothing is read or written. ``system.settings()`` lists.
    """

    def __init__(self):
        self._run = current()

    def bundle(self, select=None, **fields):
        """Makes a reference to a bundle by its name."""
        return record_class('bundle')(select, **fields)

    def bundle_repository(self, select=None, **fields):
        """Makes a reference to a bundle repository by its name."""
        return record_class('bundle_repository')(select, **fields)

    def connector(self, select=None, **fields):
        """Makes a reference to a connector by its name."""
        return record_class('connector')(select, **fields)

    def custom_object(self, select=None, **fields):
        """Makes a reference to a custom object by its name."""
        return record_class('custom_object')(select, **fields)

    def execution(self, select=None, **fields):
        """Makes a reference to an execution by its id."""
        return record_class('execution')(select, **fields)

    def file(self, select=None, **fields):
        """Makes a reference to a file by its name."""
        return record_class('file')(select, **fields)

    def flow(self, select=None, **fields):
        """Makes a reference to a flow by its name."""
        return record_class('flow')(select, **fields)

    def ldap_config(self, select=None, **fields):
        """Makes a reference to an LDAP configuration by its name."""
        return record_class('ldap_config')(select, **fields)

    def message(self, select=None, **fields):
        """Makes a reference to a message by its id."""
        return record_class('message')(select, **fields)

    def oauth(self, select=None, **fields):
        """Makes a reference to an OAuth provider by its name."""
        return record_class('oauth')(select, **fields)

    def object_template(self, select=None, **fields):
        """Makes a reference to an object template by its name."""
        return record_class('object_template')(select, **fields)

    def organization(self, select=None, **fields):
        """Makes a reference to an organization by its name."""
        return record_class('organization')(select, **fields)

    def plugin(self, select=None, **fields):
        """Makes a reference to a plugin by its name."""
        return record_class('plugin')(select, **fields)

    def process(self, select=None, **fields):
        """Makes a reference to a process by its id."""
        return record_class('process')(select, **fields)

    def project(self, select=None, **fields):
        """Makes a reference to a project by its name."""
        return record_class('project')(select, **fields)

    def role(self, select=None, **fields):
        """Makes a reference to a role by its name."""
        return record_class('role')(select, **fields)

    def schedule(self, select=None, **fields):
        """Makes a reference to a schedule by its name."""
        return record_class('schedule')(select, **fields)

    def scheduler(self, select=None, **fields):
        """Makes a reference to a scheduler by its name."""
        return record_class('scheduler')(select, **fields)

    def schema(self, select=None, **fields):
        """Makes a reference to a schema by its name."""
        return record_class('schema')(select, **fields)

    def secret(self, name):
        """Names a secret, to be given to a connector, which gets it when it runs.

        Nothing is read; whether there is a secret of this name shows when the connector runs.
        """
        from flow_api.secret import Secret

        return Secret(name)

    def setting(self, select=None, **fields):
        """Makes a reference to a setting by its name."""
        return record_class('setting')(select, **fields)

    def sync_config(self, select=None, **fields):
        """Makes a reference to a synchronisation by its name."""
        return record_class('sync_config')(select, **fields)

    def tag(self, select=None, **fields):
        """Makes a reference to a tag by its name."""
        return record_class('tag')(select, **fields)

    def user(self, select=None, **fields):
        """Makes a reference to a user by its name."""
        return record_class('user')(select, **fields)

    def vault_config(self, select=None, **fields):
        """Makes a reference to a vault configuration by its name."""
        return record_class('vault_config')(select, **fields)

    def webhook(self, select=None, **fields):
        """Makes a reference to a webhook by its name."""
        return record_class('webhook')(select, **fields)

    def workspace(self, select=None, **fields):
        """Makes a reference to a workspace by its name."""
        return record_class('workspace')(select, **fields)

    def wrapper(self, select=None, **fields):
        """Makes a reference to a wrapper by its name."""
        return record_class('wrapper')(select, **fields)

    def bundles(self, filter_=None, order=None, allow_normal=True, allow_deleted=False):
        """Lists the bundles that exist now."""
        return self._list('bundle', filter_, order, allow_normal, allow_deleted)

    def bundle_repositories(self, filter_=None, order=None, allow_normal=True, allow_deleted=False):
        """Lists the bundle repositories that exist now."""
        return self._list('bundle_repository', filter_, order, allow_normal, allow_deleted)

    def connectors(self, filter_=None, order=None, allow_normal=True, allow_deleted=False):
        """Lists the connectors that exist now."""
        return self._list('connector', filter_, order, allow_normal, allow_deleted)

    def custom_objects(self, filter_=None, order=None, allow_normal=True, allow_deleted=False):
        """Lists the custom objects that exist now."""
        return self._list('custom_object', filter_, order, allow_normal, allow_deleted)

    def executions(self, filter_=None, order=None, allow_normal=True, allow_deleted=False):
        """Lists the executions that exist now."""
        return self._list('execution', filter_, order, allow_normal, allow_deleted)

    def files(self, filter_=None, order=None, allow_normal=True, allow_deleted=False):
        """Lists the files that exist now."""
        return self._list('file', filter_, order, allow_normal, allow_deleted)

    def flows(self, filter_=None, order=None, allow_normal=True, allow_deleted=False):
        """Lists the flows that exist now."""
        return self._list('flow', filter_, order, allow_normal, allow_deleted)

    def ldap_configs(self, filter_=None, order=None, allow_normal=True, allow_deleted=False):
        """Lists the LDAP configurations that exist now."""
        return self._list('ldap_config', filter_, order, allow_normal, allow_deleted)

    def messages(self, filter_=None, order=None, allow_normal=True, allow_deleted=False):
        """Lists the messages that exist now."""
        return self._list('message', filter_, order, allow_normal, allow_deleted)

    def oauths(self, filter_=None, order=None, allow_normal=True, allow_deleted=False):
        """Lists the OAuth providers that exist now."""
        return self._list('oauth', filter_, order, allow_normal, allow_deleted)

    def object_templates(self, filter_=None, order=None, allow_normal=True, allow_deleted=False):
        """Lists the object templates that exist now."""
        return self._list('object_template', filter_, order, allow_normal, allow_deleted)

    def organizations(self, filter_=None, order=None, allow_normal=True, allow_deleted=False):
        """Lists the organizations that exist now."""
        return self._list('organization', filter_, order, allow_normal, allow_deleted)

    def plugins(self, filter_=None, order=None, allow_normal=True, allow_deleted=False):
        """Lists the plugins that exist now."""
        return self._list('plugin', filter_, order, allow_normal, allow_deleted)

    def processes(self, filter_=None, order=None, allow_normal=True, allow_deleted=False):
        """Lists the processes that exist now."""
        return self._list('process', filter_, order, allow_normal, allow_deleted)

    def projects(self, filter_=None, order=None, allow_normal=True, allow_deleted=False):
        """Lists the projects that exist now."""
        return self._list('project', filter_, order, allow_normal, allow_deleted)

    def roles(self, filter_=None, order=None, allow_normal=True, allow_deleted=False):
        """Lists the roles that exist now."""
        return self._list('role', filter_, order, allow_normal, allow_deleted)

    def schedules(self, filter_=None, order=None, allow_normal=True, allow_deleted=False):
        """Lists the schedules that exist now."""
        return self._list('schedule', filter_, order, allow_normal, allow_deleted)

    def schedulers(self, filter_=None, order=None, allow_normal=True, allow_deleted=False):
        """Lists the schedulers that exist now."""
        return self._list('scheduler', filter_, order, allow_normal, allow_deleted)

    def schemas(self, filter_=None, order=None, allow_normal=True, allow_deleted=False):
        """Lists the schemas that exist now."""
        return self._list('schema', filter_, order, allow_normal, allow_deleted)

    def settings(self, filter_=None, order=None, allow_normal=True, allow_deleted=False):
        """Lists the settings that exist now."""
        return self._list('setting', filter_, order, allow_normal, allow_deleted)

    def sync_configs(self, filter_=None, order=None, allow_normal=True, allow_deleted=False):
        """Lists the synchronisations that exist now."""
        return self._list('sync_config', filter_, order, allow_normal, allow_deleted)

    def tags(self, filter_=None, order=None, allow_normal=True, allow_deleted=False):
        """Lists the tags that exist now."""
        return self._list('tag', filter_, order, allow_normal, allow_deleted)

    def users(self, filter_=None, order=None, allow_normal=True, allow_deleted=False):
        """Lists the users that exist now."""
        return self._list('user', filter_, order, allow_normal, allow_deleted)

    def vault_configs(self, filter_=None, order=None, allow_normal=True, allow_deleted=False):
        """Lists the vault configurations that exist now."""
        return self._list('vault_config', filter_, order, allow_normal, allow_deleted)

    def webhooks(self, filter_=None, order=None, allow_normal=True, allow_deleted=False):
        """Lists the webhooks that exist now."""
        return self._list('webhook', filter_, order, allow_normal, allow_deleted)

    def workspaces(self, filter_=None, order=None, allow_normal=True, allow_deleted=False):
        """Lists the workspaces that exist now."""
        return self._list('workspace', filter_, order, allow_normal, allow_deleted)

    def wrappers(self, filter_=None, order=None, allow_normal=True, allow_deleted=False):
        """Lists the wrappers that exist now."""
        return self._list('wrapper', filter_, order, allow_normal, allow_deleted)

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
        shown = {key: arguments[key] for key in _SHOWN if key in arguments}
        return Listing(self._run, name, self._run.call('list', arguments), shown)


def _condition(filter_):
    from flow_api.exceptions import InvalidInputError

    if not isinstance(filter_, dict):
        raise InvalidInputError(
            f"filter_ must be a dict such as {{'field': 'name', 'op': 'eq', 'value': 'x'}}, "
            f'was {filter_!r}')
    return filter_


class Listing:
    """The records that existed when the listing was made. Iterable again and again.

    Id and name of each, for executions also status and type, come with the listing. The first use
    of another field loads those of up to 1,000 records at once. One page of 1,000 is in memory; the
    others are read from the journal when they are reached.
    """

    def __init__(self, run, name, listed, shown):
        self._run = run
        self._class = record_class(name)
        self._pages = listed['pages']
        self._held = 0
        self._rows = listed['rows']
        self._shown = shown

    def __len__(self):
        return sum([page[2] for page in self._pages])

    def __iter__(self):
        for number in range(len(self._pages)):
            rows = self._rows_of(number)
            page = _Page(self, rows)
            for row in rows:
                yield self._record(row, page)

    def __getitem__(self, index):
        count = len(self)
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(count))]
        index = index.__index__()
        if index < 0:
            index += count
        if not 0 <= index < count:
            raise IndexError(f'the listing has {count} records, there is no index {index}')
        number = 0
        while index >= self._pages[number][2]:
            index -= self._pages[number][2]
            number += 1
        return self._record(self._rows_of(number)[index], None)

    def _rows_of(self, number):
        if number != self._held:
            at, start, _ = self._pages[number]
            self._rows = self._run.call('list.page', {'at': at, 'from': start})
            self._held = number
        return self._rows

    def _record(self, row, page):
        record = self._class._of(self._run, 'id', row[0], dict(zip(_LISTED, row)))
        record._page = page
        if self._shown:
            record._allow_normal = self._shown.get('allow_normal', True)
            record._allow_deleted = self._shown.get('allow_deleted', False)
        return record

    def __repr__(self):
        return f'<{len(self)} {self._class._type} records>'


class _Page:
    """Records that are loaded together, when the first of them is asked for more than its name."""

    def __init__(self, listing, rows):
        self._listing = listing
        self._ids = [row[0] for row in rows]
        self._found = None

    def fields(self, record):
        if self._found is None:
            arguments = {'type': record._type, 'ids': self._ids}
            arguments.update(self._listing._shown)
            loaded = self._listing._run.call('load_records', arguments)
            self._found = dict(zip(self._ids, loaded))
        fields = self._found[record._select]
        if fields is None:
            from flow_api.exceptions import ResourceNotFoundError

            raise ResourceNotFoundError(f'{record} does not exist')
        return dict(fields)
