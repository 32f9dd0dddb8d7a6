"""Does some (not very) complex calculations."""

import flow_api


def handler(system: flow_api.System, this: flow_api.Execution, inputs: dict):
    initial_value = inputs['initial_value']
    result = initial_value * 1
    this.set_output(result=result)
    return this.success('all done')
