"""Tells somebody how it has ended.

Inputs: notify_on_success=False, notify_on_error=True, to=, subject=, body=

With ``to`` it is a mail, through the connector that the setting ``notify_connector`` names; else a
message that nobody needs to answer.
"""

import flow_api

KNOWN = {'wrapped', 'notify_on_success', 'notify_on_error', 'to', 'subject', 'body'}


def handler(system, this, inputs):
    unknown = inputs.keys() - KNOWN
    if unknown:
        raise flow_api.ExtraInputError(
            f'notify knows {sorted(KNOWN - {"wrapped"})} only, not {sorted(unknown)}')
    connector = None
    if inputs.get('to'):
        setting = system.setting('notify_connector')
        if not setting.exists():
            raise flow_api.MissingInputError(
                'notify writes mails through the connector that the setting notify_connector names,'
                ' and there is no such setting')
        connector = setting.get('value')
    ended = this.run_wrapped(wait='ALL_ENDED')
    succeeded = ended.get('status') == 'ENDED_SUCCESS'
    if inputs.get('notify_on_success', False) if succeeded else inputs.get('notify_on_error', True):
        tell(this, inputs, connector, ended, succeeded)
    if ended.get('status') == 'ENDED_CANCELLED':
        this.cancel()
    if not succeeded:
        return this.error(ended.get('message'))


def tell(this, inputs, connector, ended, succeeded):
    name = inputs['wrapped']['name']
    subject = inputs.get('subject') or f'{name} has {"succeeded" if succeeded else "failed"}'[:128]
    body = inputs.get('body') or ended.get('message') or subject
    if connector is None:
        this.message(
            subject, body, wait=False, message_type='SUCCESS' if succeeded else 'ERROR')
        return
    sent = this.connect(connector, to=inputs['to'], subject=subject, text=body, wait='ALL_ENDED')
    if sent.get('status') != 'ENDED_SUCCESS':
        this.log('the mail was not sent:', sent.get('message'))
