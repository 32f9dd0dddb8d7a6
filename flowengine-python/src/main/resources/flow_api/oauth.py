"""The settings of an OAuth provider."""

from flow_api.record import Record


class Oauth(Record):
    """The settings of an OAuth provider."""

    _type = 'oauth'
