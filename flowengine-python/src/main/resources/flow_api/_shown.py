"""Shows the variables of a script without running any of its code.

Numbers, texts, lists and dicts are shown as what they are, cut where they are long. Of everything
else the type is told: its ``repr`` could call anything.
"""

import datetime
import decimal
import uuid

_LETTERS = 1000
_ITEMS = 100
_LEVELS = 5
_BITS = 256
_PLAIN = (
    datetime.datetime, datetime.date, datetime.time, datetime.timedelta, decimal.Decimal, uuid.UUID)


def shown(value, level=0):
    """Describes a value by what can be stored as JSON."""
    kind = type(value)
    if value is None or kind is bool:
        return value
    if kind is int:
        return value if value.bit_length() <= _BITS else f'<int of {value.bit_length()} bits>'
    if kind is float:
        return value if value - value == 0 else str(value)
    if kind is str:
        return _text(value)
    if kind in _PLAIN:
        return str(value)
    if kind in (bytes, bytearray):
        return f'<{len(value)} bytes>'
    if kind in (list, tuple, set, frozenset):
        return _several(value, level)
    if kind is dict:
        return _mapping(value, level)
    return _other(value, kind)


def _text(value):
    if len(value) <= _LETTERS:
        return value
    return f'{value[:_LETTERS]}… ({len(value)} letters)'


def _several(values, level):
    if level == _LEVELS:
        return f'<{len(values)} items>'
    items = []
    for item in values:
        if len(items) == _ITEMS:
            items.append(f'… ({len(values)} items)')
            break
        items.append(shown(item, level + 1))
    return items


def _mapping(values, level):
    if level == _LEVELS:
        return f'<{len(values)} items>'
    items = {}
    for key, value in values.items():
        if len(items) == _ITEMS:
            items['…'] = f'({len(values)} items)'
            break
        items[str(shown(key, _LEVELS))] = shown(value, level + 1)
    return items


def _other(value, kind):
    from flow_api.record import Record
    from flow_api.secret import Secret

    if isinstance(value, Secret):
        return '***'
    if isinstance(value, Record) and kind.__module__.startswith('flow_api'):
        return str(value)
    if isinstance(value, BaseException):
        return f'<{kind.__name__}>'
    name = getattr(value, '__name__', None) if kind.__name__ in ('function', 'module', 'type') else None
    return f'<{kind.__name__} {name}>' if type(name) is str else f'<{kind.__name__}>'
