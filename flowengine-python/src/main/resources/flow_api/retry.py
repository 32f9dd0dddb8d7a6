"""How often a call is tried, and how long the script waits in between."""

from flow_api.exceptions import InvalidInputError


class Exponential:
    """Waits that grow: before retry k, from 1, ``initial * multiplier ** (k - 1)`` seconds."""

    def __init__(self, initial=1, multiplier=2):
        self.initial = initial
        self.multiplier = multiplier

    def _argument(self):
        return {'initial': self.initial, 'multiplier': self.multiplier}


class Retry:
    """A retry policy. The engine checks it when a call is given it, before anything runs.

    :param max_attempts: how many runs at most, the first one included; 1 to 100; default 3, with a
        list of delays one more than it has
    :param backoff: seconds or a ``timedelta`` for equal waits, a list of them (the last one is
        repeated), or ``Exponential``
    :param jitter: each wait is multiplied by a number from ``1 - jitter`` to ``1 + jitter``
    :param max_delay: no wait is longer; default 6 hours
    :param retry_if: a function of the ``Failure``, or a list of error names; what it refuses is not
        tried again. It runs in the script, also on replay
    """

    def __init__(self, max_attempts=None, backoff=None, jitter=None, max_delay=None, retry_if=None,
                 **unknown):
        for name in unknown:
            raise InvalidInputError(
                f"Retry has no '{name}'; it has max_attempts, backoff, jitter, max_delay, retry_if")
        self.max_attempts = max_attempts
        self.backoff = backoff
        self.jitter = jitter
        self.max_delay = max_delay
        self.retry_if = retry_if

    def _argument(self):
        argument = {}
        if self.max_attempts is not None:
            argument['max_attempts'] = self.max_attempts
        if self.backoff is not None:
            grows = isinstance(self.backoff, Exponential)
            argument['backoff'] = self.backoff._argument() if grows else self.backoff
        if self.jitter is not None:
            argument['jitter'] = self.jitter
        if self.max_delay is not None:
            argument['max_delay'] = self.max_delay
        if callable(self.retry_if):
            argument['retry_if'] = {'function': getattr(self.retry_if, '__name__', 'function')}
        elif self.retry_if is not None:
            argument['retry_if'] = self.retry_if
        return argument


def argument(retry):
    """Turns ``retry=`` into what the engine takes."""
    return retry._argument() if isinstance(retry, Retry) else retry
