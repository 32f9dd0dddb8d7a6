"""Shows a value to a person and waits until it was seen."""

import flow_api


def handler(system: flow_api.System, this: flow_api.Execution, inputs: dict):
    message_value = inputs['message_value']
    this.message(
        subject='Message',
        message=f' The value is: {message_value}',
    )
    return this.success('all done')
