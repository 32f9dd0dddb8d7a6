"""Runs children at the same time and waits for all of them."""

import flow_api


def handler(system: flow_api.System, this: flow_api.Execution, inputs: dict):
    children = [
        this.flow('Calculator', name=f'calculate {number}', initial_value=number, wait=False)
        for number in range(1, inputs['width'] + 1)
    ]
    this.wait_for(*children, return_when='ALL_ENDED')
    this.set_output(total=sum(child.get('output_value')['result'] for child in children))
    return this.success('all children have ended')
