"""The legacy dialect: names and behaviours of earlier engines, behind a switch of the host.

All of it is here. Names that are new to a class are found when an attribute is missing, so nobody
pays for them; calls that mean something else in the dialect are replaced on the ``system`` and
``this`` of executions that speak it. Without the switch each of them tells what to use instead.
"""

import functools

from flow_api.enums import ReturnWhen
from flow_api.exceptions import InvalidInputError
from flow_api.execution import Execution
from flow_api.file import File
from flow_api.record import Record, record_class
from flow_api.setting import Setting
from flow_api.system import System

_SWITCH = 'PythonFlows.builder().legacyDialect(true)'
_INIT = ('protect_inputs', 'protect_outputs')
_FORGOTTEN = ('retention_time', 'pass_token')
_STATUSES = {
    'success': 'ENDED_SUCCESS', 'error': 'ENDED_ERROR', 'fault': 'ENDED_ERROR',
    'cancelled': 'ENDED_CANCELLED', 'paused': 'PAUSED', 'running': 'RUNNING',
    'waiting': 'WAITING', 'scheduled': 'SCHEDULED', 'pending': 'CREATED', 'queued': 'SCHEDULED',
}
_LISTINGS = tuple(
    name for name, each in vars(System).items()
    if not name.startswith('_') and getattr(each, '__code__', None) is not None
    and 'filter_' in each.__code__.co_varnames)
_REFERENCES = tuple(
    name for name, each in vars(System).items()
    if not name.startswith('_') and name not in _LISTINGS and name != 'secret')


class Dialect:
    """What an execution that speaks the dialect has said so far."""

    def __init__(self, environment):
        self.environment = environment
        self.logged = []


def _dialect(run):
    return getattr(run, 'legacy', None)


def _hint(name, instead):
    return f'{name} belongs to the legacy dialect: use {instead}, or switch it on with {_SWITCH}'


def speak(run, system, this, environment):
    """Has an execution speak the dialect.

    :param system: gets the calls that mean something else
    :param this: gets them too
    :param environment: what ``get_env_name`` gives
    """
    run.legacy = Dialect(environment)
    for name in _REFERENCES:
        setattr(system, name, functools.partial(_reference, run, name))
    for name in ('flow', 'connect'):
        setattr(this, name, functools.partial(_create, run, getattr(this, name)))
    this.log = functools.partial(_log, run, this)


# ---------------------------------------------------------------- names that are missing otherwise


def _task(this, type, *args, **inputs):
    return this.connect(*args, connector_type=type, **inputs)


def _end(this, status='success', message=None):
    kind = _STATUSES.get(str(status), str(status))
    if kind == 'ENDED_SUCCESS':
        return this.success(message)
    if kind == 'ENDED_ERROR':
        return this.error(message)
    if kind == 'ENDED_CANCELLED':
        return this.cancel()
    raise InvalidInputError(f"status must be 'success', 'error' or 'cancelled', was {status!r}")


def _connection(system, select=None, *, connection_type=None, **fields):
    if connection_type is not None:
        fields['connector_type'] = connection_type
    return system.connector(select, **fields)


def _own_user(system):
    run = system._run
    return record_class('user')(Execution._of(run, 'id', run.id).get('created_by'))


def _own_client(system):
    return record_class('workspace')(system._run.legacy.environment)


def _list_append(setting, value):
    run = setting._run
    run.call('append_to_setting', {
        'by': setting._by, 'select': setting._require_select(), 'value': value})
    setting._forget()
    return setting


_NAMES = {
    (Execution, 'task'): (_task, 'this.connect(connector_type=...)'),
    (Execution, 'end'): (_end, 'this.success, this.error or this.cancel'),
    (System, 'connection'): (_connection, 'system.connector(name, connector_type=...)'),
    (System, 'get_own_user'): (_own_user, 'system.user(name)'),
    (System, 'get_own_client'): (_own_client, 'system.workspace(name)'),
    (System, 'get_env_name'): (lambda system: system._run.legacy.environment, 'a setting'),
    (System, 'return_when'): (ReturnWhen, 'flow_api.ReturnWhen'),
    (Setting, 'list_append'): (_list_append, "get('value') and save(value=...)"),
    (Record, 'archive'): (lambda record: record, 'nothing: records stay until they are deleted'),
}


def _missing(self, name):
    for cls in type(self).__mro__:
        found = _NAMES.get((cls, name))
        if found is not None:
            break
    else:
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")
    meaning, instead = found
    if _dialect(self._run) is None:
        raise AttributeError(_hint(name, instead))
    self._run.deprecated(name, instead)
    return meaning if meaning is ReturnWhen else functools.partial(meaning, self)


# ---------------------------------------------------------------- calls that mean something else


def _reference(run, kind, /, select=None, *, save=True, **fields):
    """A reference; with fields it is saved at once, unless ``save=False``."""
    record = record_class(kind)(select, **fields)
    if record._changed and save:
        run.deprecated(f'system.{kind} with fields', f'system.{kind}(...).save()')
        record.save()
    return record


def _create(run, create, *args, **inputs):
    """A child; what is protected goes to its init."""
    init = dict(inputs.get('init') or {})
    for name in (*_INIT, *_FORGOTTEN):
        if name in inputs:
            value = inputs.pop(name)
            run.deprecated(name, f"init={{'{name}': ...}}" if name in _INIT else 'nothing: no effect')
            if name in _INIT:
                init[name] = value
    if init:
        inputs['init'] = init
    return create(*args, **inputs)


def _log(run, this, *args, **kwargs):
    """A log entry, which is also kept in the outputs."""
    Execution.log(this, *args, **kwargs)
    words = [str(each) for each in args] + [f'{key}={value}' for key, value in kwargs.items()]
    run.legacy.logged.append(' '.join(words))
    this.set_output(logging=list(run.legacy.logged))
    return this


class _Status(str):
    """A status that equals its earlier names too."""

    def __eq__(self, other):
        return str.__eq__(self, _STATUSES.get(other, other) if isinstance(other, str) else other)

    def __ne__(self, other):
        return not self == other

    __hash__ = str.__hash__


def _execution_value(plain):
    def value(self, field):
        if _dialect(self._run) is None:
            return plain(self, field)
        if field in ('user_name', 'client_name'):
            self._run.deprecated(field, 'created_by')
            return plain(self, 'created_by') if field == 'user_name' else self._run.legacy.environment
        found = plain(self, field)
        return _Status(found) if field == 'status' and found is not None else found

    return value


def _file_value(plain):
    def value(self, field):
        if field == 'content' and _dialect(self._run) is not None:
            self._run.deprecated("get('content')", 'get_text_content()')
            return self.get_text_content()
        return plain(self, field)

    return value


def _file_write(plain):
    def write(self, call, fields):
        for name in ('text', 'convert_binary'):
            if name in fields:
                if _dialect(self._run) is None:
                    raise InvalidInputError(_hint(f'save({name}=)', 'save_text_content'))
                self._run.deprecated(f'save({name}=)', 'save_text_content')
        if 'text' in fields:
            fields['content'] = fields.pop('text').encode('utf-8')
        elif fields.pop('convert_binary', True) and _dialect(self._run) is not None:
            if isinstance(fields.get('content'), str):
                fields['content'] = fields['content'].encode('utf-8')
        return plain(self, call, fields)

    return write


def _present(condition):
    """A condition with the present names of statuses."""
    if not isinstance(condition, dict):
        return condition
    if condition.get('field') == 'status':
        value = condition.get('value')
        if isinstance(value, list):
            value = [_STATUSES.get(each, each) for each in value]
        elif isinstance(value, str):
            value = _STATUSES.get(value, value)
        return {**condition, 'value': value}
    return {
        key: [_present(each) for each in value] if isinstance(value, list) else _present(value)
        for key, value in condition.items()
    }


def _listing(plain):
    name = plain.__name__

    @functools.wraps(plain)
    def listing(self, filter_=None, *args, **kwargs):
        dialect = _dialect(self._run)
        for keyword in ('filter', 'dir', 'glob'):
            if keyword in kwargs:
                if dialect is None:
                    raise InvalidInputError(_hint(f'system.{name}({keyword}=)', 'filter_='))
                self._run.deprecated(f'system.{name}({keyword}=)', 'filter_=')
        if dialect is not None:
            filter_ = _present(_both(kwargs.pop('filter', filter_), _below(kwargs)))
        return plain(self, filter_, *args, **kwargs)

    return listing


def _below(keywords):
    """The condition for files below a folder whose names match a pattern."""
    folder, pattern = keywords.pop('dir', None), keywords.pop('glob', None)
    if folder is None and pattern is None:
        return None
    text = _escaped(pattern or '*').replace('*', '%').replace('?', '_')
    start = _escaped(folder.rstrip('/')) + '/' if folder else ''
    return {'field': 'name', 'op': 'like', 'value': start + text}


def _escaped(text):
    return text.replace('\\', '\\\\').replace('%', '\\%').replace('_', '\\_')


def _both(one, other):
    if one is None or other is None:
        return other if one is None else one
    return {'and': [one, other]}


def install():
    """Adds to the classes what every interpreter needs. Called once."""
    System.__getattr__ = _missing
    Record.__getattr__ = _missing
    for name in _LISTINGS:
        setattr(System, name, _listing(vars(System)[name]))
    File._write = _file_write(Record._write)
    File._value = _file_value(File._value)
    Execution._value = _execution_value(Record._value)
