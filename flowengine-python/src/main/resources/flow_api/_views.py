"""What scripts of element flows see: elements, and maps in which a name with dots is a path."""

from collections.abc import Mapping

from flow_api._values import decode

_NOTHING = object()
_KEYS = ('id', 'name', 'profile', 'groups', 'tags', 'settings', 'context')


class Paths(dict):
    """A map in which a key with dots is a path through nested maps. It cannot be changed."""

    __slots__ = ('_what',)

    def __init__(self, values=(), what='this map'):
        super().__init__(values)
        self._what = what
        for key, value in self.items():
            if type(value) is dict:
                dict.__setitem__(self, key, self._below(value, what))

    @classmethod
    def _below(cls, value, what):
        return cls(value, what)

    def _find(self, path):
        node = self
        for key in path.split('.'):
            if not isinstance(node, dict):
                return _NOTHING
            node = dict.get(node, key, _NOTHING)
            if node is _NOTHING:
                return _NOTHING
        return node

    def __missing__(self, key):
        if isinstance(key, str) and '.' in key:
            found = self._find(key)
            if found is not _NOTHING:
                return found
        raise KeyError(key)

    def get(self, key, default=None):
        found = dict.get(self, key, _NOTHING)
        if found is _NOTHING and isinstance(key, str) and '.' in key:
            found = self._find(key)
        return default if found is _NOTHING else found

    def __contains__(self, key):
        return dict.__contains__(self, key) or (
            isinstance(key, str) and '.' in key and self._find(key) is not _NOTHING)

    def _refuse(self, *args, **kwargs):
        raise TypeError(f'{self._what} cannot be changed here')

    __setitem__ = __delitem__ = __ior__ = update = pop = popitem = clear = setdefault = _refuse

    def plain(self):
        """The same as plain dicts, which belong to the caller."""
        return {
            key: value.plain() if isinstance(value, Paths) else value
            for key, value in self.items()}

    copy = plain


class Writable(Paths):
    """The same, to be written to. ``written`` has what was, by path; later layers win."""

    __slots__ = ('written', '_top', '_prefix')

    def __init__(self, values=(), what='this map', top=None, prefix=''):
        self.written = {}
        self._top = self if top is None else top
        self._prefix = prefix
        super().__init__(values, what)
        for key, value in self.items():
            if isinstance(value, Writable):
                value._place(self._top, f'{prefix}{key}.')

    def _place(self, top, prefix):
        self._top = top
        self._prefix = prefix
        for key, value in self.items():
            if isinstance(value, Writable):
                value._place(top, f'{prefix}{key}.')

    def __setitem__(self, key, value):
        if not isinstance(key, str) or '' in key.split('.'):
            raise KeyError(f'{self._what}: a key must be a text, and a path keys joined by dots: {key!r}')
        self._top.written[self._prefix + key] = value
        *above, last = key.split('.')
        node = self
        for each in above:
            below = dict.get(node, each)
            if not isinstance(below, Writable):
                below = Writable((), self._what, self._top, f'{node._prefix}{each}.')
                dict.__setitem__(node, each, below)
            node = below
        if type(value) is dict:
            value = Writable(value, self._what, self._top, f'{node._prefix}{last}.')
        dict.__setitem__(node, last, value)

    def update(self, *args, **kwargs):
        for key, value in dict(*args, **kwargs).items():
            self[key] = value

    def __ior__(self, other):
        self.update(other)
        return self

    def setdefault(self, key, default=None):
        if key not in self:
            self[key] = default
        return self[key]


class Element(Mapping):
    """An element of a run: its keys are also attributes. Two are equal if they have one id.

    :param source: gives the JSON-like map of the element, and its context as it is now
    """

    __slots__ = ('_source', '_rank', 'id', '_known')

    def __init__(self, source, rank, id):
        self._source = source
        self._rank = rank
        self.id = id
        self._known = None

    def _fixed(self):
        if self._known is None:
            self._known = self._source.element(self._rank)
        return self._known

    @property
    def name(self):
        return self._fixed()['name']

    @property
    def profile(self):
        return self._fixed()['profile']

    @property
    def groups(self):
        return self._fixed()['groups']

    @property
    def tags(self):
        return self._fixed()['tags']

    @property
    def settings(self):
        return self._fixed()['settings']

    @property
    def context(self):
        return self._source.context(self._rank)

    def __getitem__(self, key):
        if key in _KEYS:
            return getattr(self, key)
        first, dot, rest = key.partition('.') if isinstance(key, str) else (key, '', '')
        if dot and first in ('settings', 'context'):
            return getattr(self, first)[rest]
        raise KeyError(key)

    def __iter__(self):
        return iter(_KEYS)

    def __len__(self):
        return len(_KEYS)

    def __eq__(self, other):
        return self.id == other.id if isinstance(other, Element) else NotImplemented

    def __hash__(self):
        return hash(self.id)

    def __repr__(self):
        return f'<element {self.id}>'


class Elements(tuple):
    """The elements of a run, in rank order."""

    __slots__ = ()

    def __repr__(self):
        return f"<elements {', '.join(each.id for each in self)}>"


def described_element(text):
    """Reads the fixed part of an element. A name of a setting with dots is a path."""
    known = decode(text, None)
    settings = {}
    for name, value in known['settings'].items():
        _put(settings, name.split('.'), value)
    known['settings'] = Paths(settings, 'settings')
    return known


def _put(node, path, value):
    *above, last = path
    for each in above:
        below = node.get(each)
        if type(below) is not dict:
            below = node[each] = {}
        node = below
    if type(value) is dict and type(node.get(last)) is dict:
        for key, each in value.items():
            _put(node[last], [key], each)
    else:
        node[last] = value
