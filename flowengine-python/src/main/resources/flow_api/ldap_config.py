"""The settings of a directory service."""

from flow_api.record import Record


class LdapConfig(Record):
    """The settings of a directory service."""

    _type = 'ldap_config'
