"""Repeats what has failed.

Inputs: max_tries=3, delay_sec=10
"""

import flow_api


def handler(system, this, inputs):
    unknown = inputs.keys() - {'wrapped', 'max_tries', 'delay_sec'}
    if unknown:
        raise flow_api.ExtraInputError(
            f'retry knows max_tries and delay_sec only, not {sorted(unknown)}')
    tries = inputs.get('max_tries', 3)
    if type(tries) is not int or tries < 1:
        raise flow_api.InvalidInputError(f'max_tries must be an int >= 1, was {tries!r}')
    for number in range(1, tries + 1):
        tried = this.run_wrapped(wait='ALL_ENDED')
        if tried.get('status') == 'ENDED_SUCCESS':
            return
        if number < tries:
            this.sleep(inputs.get('delay_sec', 10))
    return this.error(tried.get('message'))
