"""Asks a person, and does not wait for ever."""

import flow_api


def handler(system: flow_api.System, this: flow_api.Execution, inputs: dict):
    try:
        answer = this.message(
            subject='Approval',
            request=f'{inputs["name"]} wants {inputs["days"]} days off. yes or no?',
            timeout=inputs.get('patience'),
        ).get('response')['string']
    except flow_api.MessageResponseTimeoutError:
        answer = 'no'  # the message stays open, but nobody waits for it any more
    this.set_output(approved=answer == 'yes')
