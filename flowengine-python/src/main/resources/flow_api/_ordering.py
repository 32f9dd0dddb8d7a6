"""Ordering and narrowing lists of elements."""

import math
import re

from flow_api.exceptions import InvalidInputError

FAIL, FIRST, LAST = 'FAIL', 'FIRST', 'LAST'
_DIGITS = re.compile(r'(\d+)')


def order_flow_elements(elements, key, reverse=False, missing=FAIL):
    """Sorts elements by a key. Equal keys keep their order, with ``reverse`` too.

    All keys are numbers, or all are texts, or all are tuples of these of one shape.

    :param elements: a list is sorted in place; of another sequence a new list is made
    :param key: is given an element; raises ``KeyError`` or returns ``None`` if it has no key
    :param missing: what becomes of elements without a key: ``FAIL`` raises, ``FIRST`` and ``LAST``
        put them there in their former order, whatever ``reverse`` is
    :returns: the list
    """
    if missing not in (FAIL, FIRST, LAST):
        raise InvalidInputError(f'missing must be FAIL, FIRST or LAST, was {missing!r}')
    keyed, without = [], []
    for each in elements:
        found = _key_of(key, each, missing)
        if found is None:
            without.append(each)
        else:
            keyed.append((found, each))
    _check(keyed)
    keyed.sort(key=_of_pair, reverse=reverse)
    ordered = [each for _, each in keyed]
    ordered = without + ordered if missing == FIRST else ordered + without
    if isinstance(elements, list):
        elements[:] = ordered
        return elements
    return ordered


def filter_flow_elements(elements, predicate):
    """Makes a list of the elements for which ``predicate(element)`` is true."""
    kept = []
    for each in elements:
        try:
            if predicate(each):
                kept.append(each)
        except Exception as error:
            raise _told(error, each)
    return kept


class _NaturalKey(tuple):
    """Texts and numbers in turn. Any two of them can be compared."""

    __slots__ = ()


def natural_key(text):
    """A key by which ``web9`` comes before ``web10``. Any two texts can be compared by it."""
    return _NaturalKey(
        (1, int(part), part) if part.isascii() and part.isdigit() else (0, 0, part)
        for part in _DIGITS.split(str(text)) if part != '')


def _of_pair(pair):
    return pair[0]


def _key_of(key, element, missing):
    try:
        found = key(element)
    except KeyError as error:
        if missing == FAIL:
            raise _told(error, element)
        return None
    except Exception as error:
        raise _told(error, element)
    if found is None and missing == FAIL:
        raise _told(InvalidInputError('the key function returned None'), element)
    return found


def _told(error, element):
    error.flow_element = getattr(element, 'id', str(element))
    return error


def _check(keyed):
    """One total order: otherwise the outcome would depend on who is compared with whom."""
    if not keyed:
        return
    first = _shape(*keyed[0])
    for key, element in keyed:
        shape = _shape(key, element)
        if shape != first:
            raise _told(InvalidInputError(
                f'the keys cannot be ordered: {keyed[0][0]!r} is {_said(first)},'
                f' {key!r} is {_said(shape)}'), element)


def _shape(key, element):
    if isinstance(key, (int, float)):
        if isinstance(key, float) and math.isnan(key):
            raise _told(InvalidInputError('the key is NaN, which has no place in an order'), element)
        return 'number'
    if isinstance(key, str):
        return 'text'
    if isinstance(key, tuple):
        natural = isinstance(key, _NaturalKey)
        return 'natural' if natural else tuple(_shape(each, element) for each in key)
    raise _told(InvalidInputError(
        f'a key must be a number, a text or a tuple of these, was {key!r}'), element)


def _said(shape):
    if isinstance(shape, str):
        return {'number': 'a number', 'text': 'a text', 'natural': 'a natural key'}[shape]
    return f"a tuple of {', '.join(_said(each) for each in shape)}"
