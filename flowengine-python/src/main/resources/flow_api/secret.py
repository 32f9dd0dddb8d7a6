"""The name of a secret, which connectors get when they run."""

from flow_api.exceptions import InvalidInputError


class Secret:
    """Names a secret instead of holding it. Logs, the journal and the store know the name only."""

    __slots__ = ('name',)

    def __init__(self, name):
        if not isinstance(name, str) or not name.strip() or len(name) > 200:
            raise InvalidInputError(
                f'name of a secret must be a str of 1 to 200 characters, was {name!r}')
        self.name = name

    def __eq__(self, other):
        return isinstance(other, Secret) and self.name == other.name

    def __hash__(self):
        return hash(self.name)

    def __str__(self):
        return '***'

    __repr__ = __str__
