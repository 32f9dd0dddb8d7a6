"""An entrance for HTTP calls."""

from flow_api.record import Record


class Webhook(Record):
    """An entrance for HTTP calls."""

    _type = 'webhook'
