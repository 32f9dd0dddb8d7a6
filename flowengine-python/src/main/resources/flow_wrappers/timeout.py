"""Cancels what takes too long, and fails.

Inputs: timeout_sec=
"""

import flow_api


def handler(system, this, inputs):
    unknown = inputs.keys() - {'wrapped', 'timeout_sec'}
    if unknown:
        raise flow_api.ExtraInputError(f'timeout knows timeout_sec only, not {sorted(unknown)}')
    if inputs.get('timeout_sec') is None:
        raise flow_api.MissingInputError('timeout needs timeout_sec')
    this.run_wrapped(timeout=inputs['timeout_sec'])
