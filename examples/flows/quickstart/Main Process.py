"""Passes a number through two other flows."""

import flow_api


def handler(system: flow_api.System, this: flow_api.Execution, inputs: dict):
    initial_value = 42

    new_value = this.flow(
        'Calculator',
        name='calculate new value',
        initial_value=initial_value,  # passed to the flow 'Calculator'
    ).get('output_value')['result']

    this.flow(
        'Messenger',
        name='create message with result',
        message_value=new_value,
    )
    return this.success('all done')
