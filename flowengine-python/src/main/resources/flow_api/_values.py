"""Values on their way to the engine and back.

The stored form is JSON; what JSON lacks carries a tag: ``{"$type": "date", "value": "..."}``. Most
values contain neither tags nor anything that needs one, so the fast way lets the built-in encoder
and scanner do all the work: walking a value in Python takes several times as long. What they would
get wrong shows in the text: a key that is a tag, and keys that may have been a bool, ``None`` or a
float. The slow way walks the value itself, and is the one that knows the path for the error message.
"""

import re

from _json import make_encoder, make_scanner
from _json import encode_basestring as _quote

from flow_api.exceptions import InvalidInputError

_TAG = '$type'
_MOST_LEVELS = 500

# Shorter text has few levels, and Python has searched it before a call of Java returns.
_SHORT = 2 * _MOST_LEVELS


class _ScannerOptions:
    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = float

    def __init__(self):
        self.memo = {}


_scan = make_scanner(_ScannerOptions())


class _Slow(Exception):
    """The fast way does not do."""


def _refuse(value):
    raise _Slow


_markers = {}
_fast = make_encoder(_markers, _refuse, _quote, None, ':', ',', False, False, False)
_doubtful_key = re.compile(
    r'"(?:true|false|null|nan|-?inf|-?[0-9]+\.[0-9]+(?:e[-+]?[0-9]+)?|-?[0-9]+e[-+]?[0-9]+|\$type)":'
).search


def encode(root, value):
    """Puts a value into stored form.

    :param root: how error messages call the value; ``None`` for the arguments of a call
    :raises InvalidInputError: if something in it cannot be stored; the message names its path
    """
    text = _encode_quickly(value)
    if text is None or _doubtful_key(text):
        return _encode_slowly(root, value)
    return text


def _encode_quickly(value):
    kind = type(value)
    if kind is str:
        return _quote(value)
    if value is None:
        return 'null'
    if kind is dict and not value:
        return '{}'
    try:
        return ''.join(_fast(value, 0))
    except (_Slow, ValueError, TypeError, RecursionError):
        _markers.clear()
        return None


def _encode_slowly(root, value):
    path = [] if root is None else [root]
    try:
        return ''.join(_fast(_plain(value, path, 0), 0))
    except RecursionError:
        _markers.clear()
        raise _refused(path, _too_deep()) from None


def encode_for(host, root, value):
    """Like ``encode``, and refuses what is nested too deep for the engine."""
    text = _encode_quickly(value)
    if text is not None:
        doubt = _doubtful_key(text) if len(text) < _SHORT else host.doubtful(text, _MOST_LEVELS)
        if not doubt:
            return text
    return _encode_slowly(root, value)


def decode(text, run):
    """Reads a value in stored form."""
    if text == 'null':
        return None
    value = _scan(text, 0)[0]
    if '"$type"' in text:
        return _untagged(value, run)
    return value


def _plain(value, path, level):
    kind = type(value)
    if kind is str or kind is int or kind is bool or value is None:
        return value
    if kind is float or isinstance(value, float):
        if value != value or value in (float('inf'), float('-inf')):
            raise _refused(path, f'{float(value)} cannot be stored')
        return float(value)
    if isinstance(value, dict):
        return _plain_dict(value, path, level)
    if isinstance(value, (list, tuple)):
        if level > _MOST_LEVELS:
            raise _refused(path, _too_deep())
        plain = []
        for index, each in enumerate(value):
            path.append(index)
            plain.append(_plain(each, path, level + 1))
            path.pop()
        return plain
    if isinstance(value, str):
        return str.__str__(value) if kind.__str__ is str.__str__ else _text_of(value)
    if isinstance(value, int):
        return int(value)
    return _tagged(value, path)


def _text_of(value):
    return str.__str__(getattr(value, 'value', value))


def _plain_dict(value, path, level):
    if level > _MOST_LEVELS:
        raise _refused(path, _too_deep())
    plain = {}
    for key, each in value.items():
        if isinstance(key, str):
            name = _text_of(key)
        elif isinstance(key, int) and not isinstance(key, bool):
            name = str(int(key))
        else:
            raise _refused(
                path, f'a dict with the key {key!r} cannot be stored; use str keys')
        path.append(name)
        plain[name] = _plain(each, path, level + 1)
        path.pop()
    return {_TAG: 'dict', 'value': plain} if _TAG in plain else plain


def _too_deep():
    return (f'lists and dicts are nested too deep, perhaps in a circle; at most {_MOST_LEVELS} '
            'levels can be stored')


def _tagged(value, path):
    from flow_api.record import Record
    from flow_api.secret import Secret

    if isinstance(value, Record):
        reference = {'type': value._type, 'by': value._by, 'select': value._require_select()}
        return {_TAG: 'record', 'value': reference}
    if isinstance(value, Secret):
        return {_TAG: 'secret', 'value': value.name}
    if isinstance(value, (bytes, bytearray)):
        import binascii

        text = binascii.b2a_base64(value, newline=False).decode('ascii')
        return {_TAG: 'bytes', 'value': text}
    import datetime
    import decimal

    if isinstance(value, datetime.datetime):
        return {_TAG: 'datetime', 'value': value.isoformat()}
    if isinstance(value, datetime.date):
        return {_TAG: 'date', 'value': value.isoformat()}
    if isinstance(value, datetime.time):
        return {_TAG: 'time', 'value': value.isoformat()}
    if isinstance(value, datetime.timedelta):
        return {_TAG: 'timedelta', 'value': _duration(value)}
    if isinstance(value, decimal.Decimal) and value.is_finite():
        return {_TAG: 'decimal', 'value': str(value)}
    if isinstance(value, (set, frozenset)):
        raise _refused(path, 'a set cannot be stored; use list(...)')
    if hasattr(value, '__next__'):
        raise _refused(path, f'a {type(value).__name__} cannot be stored; use list(...)')
    raise _refused(path, f'a {type(value).__name__} cannot be stored')


def _duration(value):
    micros = (value.days * 86400 + value.seconds) * 1000000 + value.microseconds
    sign = '-' if micros < 0 else ''
    seconds, rest = divmod(abs(micros), 1000000)
    fraction = f'.{rest:06d}'.rstrip('0') if rest else ''
    return f'PT{sign}{seconds}{fraction}S'


def _refused(path, why):
    text = ''
    if path[0] == 'outputs':
        path = ['output_value', *path[1:]]
    elif path[0] == 'fields' and len(path) > 1:
        path = path[1:]
    for part in path[:20]:
        if isinstance(part, int):
            text += f'[{part}]'
        else:
            text += f'.{part}' if text else part
    if len(path) > 20:
        text += '…'
    return InvalidInputError(f'{text}: {why}')


def _untagged(value, run):
    kind = type(value)
    if kind is list:
        return [_untagged(each, run) for each in value]
    if kind is not dict:
        return value
    tag = value.get(_TAG)
    if tag is None:
        return {key: _untagged(each, run) for key, each in value.items()}
    content = value['value']
    if tag == 'dict':
        return {key: _untagged(each, run) for key, each in content.items()}
    if tag == 'record':
        from flow_api.record import reference

        return reference(run, content['type'], content['by'], content['select'])
    return _read(tag, content)


def _read(tag, text):
    if tag == 'bytes':
        import binascii

        return binascii.a2b_base64(text)
    if tag == 'decimal':
        import decimal

        return decimal.Decimal(text)
    if tag == 'secret':
        from flow_api.secret import Secret

        return Secret(text)
    import datetime

    if tag == 'datetime':
        return datetime.datetime.fromisoformat(_micros(text))
    if tag == 'date':
        return datetime.date.fromisoformat(text)
    if tag == 'time':
        return datetime.time.fromisoformat(_micros(text))
    if tag == 'timedelta':
        return _timedelta(text)
    raise InvalidInputError(f"unknown tag $type '{tag}' in a stored value")


def _micros(text):
    """Cuts a fraction of a second to six digits, the most that Python knows."""
    dot = text.find('.')
    if dot < 0:
        return text
    end = dot + 1
    while end < len(text) and text[end].isdigit():
        end += 1
    return text[:dot] + '.' + (text[dot + 1:end] + '000000')[:6] + text[end:]


def _timedelta(text):
    """Reads ``PT-1.5S`` and what else Java writes: days, hours and minutes, each with a sign."""
    import datetime

    negative = text.startswith('-')
    units = {'D': 86400000000, 'H': 3600000000, 'M': 60000000, 'S': 1000000}
    micros = 0
    number = ''
    for letter in text.lstrip('-+')[1:]:
        if letter == 'T':
            continue
        if letter in units:
            micros += _scaled(number, units[letter])
            number = ''
        else:
            number += letter
    return datetime.timedelta(microseconds=-micros if negative else micros)


def _scaled(number, unit):
    sign = -1 if number.startswith('-') else 1
    whole, _, fraction = number.lstrip('+-').partition('.')
    micros = int(whole or '0') * unit
    if fraction:
        micros += int((fraction + '000000')[:6])
    return sign * micros
