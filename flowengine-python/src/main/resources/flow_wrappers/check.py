"""Has what came out checked by a flow or a script, and fails if that fails.

Inputs: one of checker_flow= and checker_script=, inputs=
"""

import flow_api


def handler(system, this, inputs):
    unknown = inputs.keys() - {'wrapped', 'checker_flow', 'checker_script', 'inputs'}
    if unknown:
        raise flow_api.ExtraInputError(
            f'check knows checker_flow, checker_script and inputs only, not {sorted(unknown)}')
    flow = inputs.get('checker_flow')
    script = inputs.get('checker_script')
    if (flow is None) == (script is None):
        raise flow_api.MissingInputError('check needs one of checker_flow and checker_script')
    data = this.run_wrapped().get('output_value')
    given = {**(inputs.get('inputs') or {}), 'data': data}
    if flow is not None:
        this.flow(flow, inputs=given)
    else:
        this.script(script, inputs=given, name='check')
