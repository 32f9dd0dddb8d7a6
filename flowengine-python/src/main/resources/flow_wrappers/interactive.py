"""Asks a person after a failure whether to try again.

Inputs: interactive_limit_minutes=30, delete_retries=True, notify_users=, context=,
child_message_is_markdown=, subject=, body=
"""

import flow_api

KNOWN = {
    'wrapped', 'interactive_limit_minutes', 'delete_retries', 'notify_users', 'context',
    'child_message_is_markdown', 'subject', 'body',
}


def handler(system, this, inputs):
    unknown = inputs.keys() - KNOWN
    if unknown:
        raise flow_api.ExtraInputError(
            f'interactive knows {sorted(KNOWN - {"wrapped"})} only, not {sorted(unknown)}')
    while True:
        tried = this.run_wrapped(wait='ALL_ENDED')
        if tried.get('status') == 'ENDED_SUCCESS':
            return
        said = tried.get('message')
        if not is_repeated(this, inputs, said):
            return this.error(said)
        if inputs.get('delete_retries', True):
            tried.delete()


def is_repeated(this, inputs, said):
    """Asks, and takes silence for a no."""
    name = inputs['wrapped']['name']
    try:
        answer = this.message(
            inputs.get('subject') or f'{name} has failed'[:128],
            body={
                'type': 'object',
                'properties': {
                    'what': {
                        'element': 'markdown', 'type': 'string', 'order': 1,
                        'description': question(inputs, name, said),
                    },
                    'retry': {'element': 'submit', 'type': 'boolean', 'label': 'Retry', 'order': 2},
                    'fail': {'element': 'submit', 'type': 'boolean', 'label': 'Fail', 'order': 3},
                },
            },
            message_type='ERROR',
            timeout=60 * inputs.get('interactive_limit_minutes', 30),
        )
    except flow_api.MessageResponseTimeoutError:
        return False
    return bool(answer.get('response').get('retry'))


def question(inputs, name, said):
    parts = [inputs.get('body') or f'{name} has failed. Try again?']
    if inputs.get('context'):
        parts.append(str(inputs['context']))
    if said:
        parts.append(said if inputs.get('child_message_is_markdown') else f'```\n{said}\n```')
    users = inputs.get('notify_users')
    if users:
        parts.append('For: ' + ', '.join([users] if isinstance(users, str) else users))
    return '\n\n'.join(parts)
