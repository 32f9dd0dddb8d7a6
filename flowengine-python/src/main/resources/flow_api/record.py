"""What all records have in common."""

from flow_api._calls import current
from flow_api.exceptions import InvalidInputError


class _NotSet:
    """The default of every record field: the field is left untouched."""

    def __repr__(self):
        return 'NotSet'

    def __bool__(self):
        return False


NotSet = _NotSet()

_CLASSES = {}


class Record:
    """A reference to a record. Making one reads, writes and validates nothing."""

    _type = ''
    _by = 'name'

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        _CLASSES[cls._type] = cls

    def __init__(self, select=None, *, by=None, allow_normal=True, allow_deleted=False, debug=False,
                 cls=None, init=None, commit=True, **fields):
        self._run = current()
        if commit is not True:
            self._run.deprecated('commit=', 'nothing: it has no effect')
        if by is not None:
            if by not in ('id', 'name'):
                raise InvalidInputError(f"by must be 'id' or 'name', was {by!r}")
            self._by = by
        self._select = _select(type(self), select)
        self._allow_normal = allow_normal
        self._allow_deleted = allow_deleted
        self._debug = debug
        self._loaded = False
        self._cache = {}
        self._changed = {}
        if init:
            self.set(**init)
        if fields:
            self.set(**fields)

    _allow_normal = True
    _allow_deleted = False
    _debug = False
    _loaded = False
    _page = None

    @classmethod
    def _of(cls, run, by, select, cache=None):
        made = object.__new__(cls)
        made._run = run
        made._by = by
        made._select = select
        made._cache = {} if cache is None else cache
        made._changed = {}
        return made

    def _reference(self):
        arguments = {'type': self._type, 'by': self._by, 'select': self._require_select()}
        if not self._allow_normal:
            arguments['allow_normal'] = False
        if self._allow_deleted:
            arguments['allow_deleted'] = True
        return arguments

    def _require_select(self):
        if self._select is None:
            name = self._changed.get('name')
            if name is None:
                raise InvalidInputError(f'<{self._type}> names no record: give its name or id')
            self._select = str(name).strip()
        return self._select

    def get(self, *fields):
        """Gives one field as its value, several as a tuple, from the local cache.

        The first use loads the record.

        :raises ResourceNotFoundError: if the record does not exist
        :raises InvalidInputError: if there is no such field
        """
        if not fields:
            raise InvalidInputError('get needs the name of a field')
        if not self._loaded:
            for field in fields:
                if field not in self._cache and field not in self._changed:
                    self._first_read()
                    break
        return self._values(fields)

    def load(self, *fields):
        """Like ``get``, but always reads the record anew."""
        if not fields:
            raise InvalidInputError('load needs the name of a field')
        self._read()
        return self._values(fields)

    def _values(self, fields):
        if len(fields) == 1:
            return self._value(fields[0])
        return tuple([self._value(field) for field in fields])

    def _value(self, field):
        if field in self._changed:
            return self._changed[field]
        try:
            return self._cache[field]
        except KeyError:
            raise InvalidInputError(
                f"{self._type} has no field '{field}'; its fields are "
                + ', '.join(sorted(self._cache))
            ) from None

    def _read(self):
        self._cache = self._run.call('load', self._reference())
        self._loaded = True

    def _first_read(self):
        if self._page is None:
            self._read()
            return
        self._cache = self._page.fields(self)
        self._page = None
        self._loaded = True

    def _forget(self):
        self._cache = {}
        self._loaded = False
        self._page = None

    def set(self, **fields):
        """Changes the local cache only; ``save`` writes it."""
        for name, value in fields.items():
            if value is not NotSet:
                self._changed[name] = value
        return self

    def save(self, **fields):
        """Creates the record, or overwrites the given fields of the existing one."""
        return self._write('save_record', fields)

    def update(self, **fields):
        """Like ``save``, but never creates.

        :raises ResourceNotFoundError: if the record does not exist
        """
        return self._write('update_record', fields)

    def _write(self, call, fields):
        self.set(**fields)
        arguments = {'type': self._type, 'by': self._by, 'select': self._require_select()}
        changes = dict(self._changed)
        if changes.get('name') == self._select:
            del changes['name']
        arguments['fields'] = changes
        if self._debug:
            shown = {key: each for key, each in changes.items() if 'password' not in key}
            self._run.log(f'{call} {self}', {'args': [shown], 'kwargs': {}})
        self._cache = self._run.call(call, arguments)
        self._loaded = True
        self._changed = {}
        if self._by == 'name':
            self._select = self._cache.get('name', self._select)
        return self

    def exists(self):
        """Tells whether the record is in the store."""
        return self._run.call('exists', self._reference())

    def delete(self):
        """Deletes the record softly: it keeps its id and gives its name away.

        :raises ResourceNotFoundError: if the record does not exist
        """
        self._run.call(
            'delete_record',
            {'type': self._type, 'by': self._by, 'select': self._require_select()},
        )
        self._forget()

    def clone(self, name=None, **fields):
        """Saves a copy with changed fields; its default name is ``<name> copy``.

        :raises ResourceNotFoundError: if the record does not exist
        :raises InvalidInputError: if there is a record with the name of the copy
        """
        arguments = {'type': self._type, 'by': self._by, 'select': self._require_select()}
        if name is not None:
            arguments['name'] = name
        arguments['fields'] = {key: value for key, value in fields.items() if value is not NotSet}
        cache = self._run.call('clone_record', arguments)
        copy = type(self)._of(self._run, 'name', cache['name'], cache)
        copy._loaded = True
        return copy

    def __eq__(self, other):
        if not isinstance(other, Record):
            return NotImplemented
        return (self._type, self._by, self._select) == (other._type, other._by, other._select)

    def __hash__(self):
        return hash((self._type, self._by, self._select))

    def __str__(self):
        return f'<{self._type} {self._select}>'

    __repr__ = __str__


def _select(cls, select):
    if select is None:
        return None
    if isinstance(select, cls):
        return select._select
    if not isinstance(select, str):
        raise InvalidInputError(
            f'{cls._type} is selected by a str, was {type(select).__name__} {select!r}')
    return str(select).strip()


def record_class(name):
    """Finds the class of a record type by its snake-case name."""
    found = _CLASSES.get(name)
    if found is None:
        __import__('flow_api.' + name)
        found = _CLASSES[name]
    return found


def reference(run, name, by, select):
    """Makes the live object for a stored reference."""
    return record_class(name)._of(run, by, select)
