import flow_api
import money


def handler(system: flow_api.System, this: flow_api.Execution, inputs: dict):
    return {'total': str(money.with_tax(inputs['net']))}
