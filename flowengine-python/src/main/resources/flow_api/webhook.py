"""An entrance for HTTP calls. Only references can be made so far."""

from flow_api.record import Record


class Webhook(Record):
    """An entrance for HTTP calls."""

    _type = 'webhook'
