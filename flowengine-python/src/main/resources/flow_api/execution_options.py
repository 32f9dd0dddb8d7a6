"""The options of an execution that are no keywords of the calls."""

from flow_api.exceptions import InvalidInputError

_NAMES = (
    'breaker', 'cache_key', 'cache_ttl', 'concurrency_key', 'concurrency_limit',
    'concurrency_window', 'continue_on_error', 'debounce', 'discard_values', 'max_runtime',
    'on_conflict', 'queue_limit', 'routing_key', 'scheduled_for', 'total_timeout', 'when',
)


class Options:
    """Further options for ``options=``, so that no other keyword is taken away from inputs.

    :param total_timeout: seconds or a ``timedelta`` for the whole call, attempts and delays included
    """

    def __init__(self, **options):
        for name in options:
            if name not in _NAMES:
                raise InvalidInputError(f"Options has no '{name}'; it has {', '.join(_NAMES)}")
        self.options = options


def argument(options):
    """Turns ``options=`` into what the engine takes."""
    if not isinstance(options, Options):
        raise InvalidInputError(
            f'options must be flow_api.Options(...), was {type(options).__name__}')
    return {name: value for name, value in options.options.items() if value is not None}
