"""The settings of a directory service. Only references can be made so far."""

from flow_api.record import Record


class LdapConfig(Record):
    """The settings of a directory service."""

    _type = 'ldap_config'
