"""The settings of an OAuth provider. Only references can be made so far."""

from flow_api.record import Record


class Oauth(Record):
    """The settings of an OAuth provider."""

    _type = 'oauth'
