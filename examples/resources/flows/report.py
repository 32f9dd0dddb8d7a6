import flow_api


def handler(system: flow_api.System, this: flow_api.Execution, inputs: dict):
    limits = system.setting('limits').get('value')
    return {'most': limits['most'], 'day': inputs.get('day')}
