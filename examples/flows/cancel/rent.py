"""Rents a machine for a while, and gives it back whatever happens."""

import flow_api


def handler(system: flow_api.System, this: flow_api.Execution, inputs: dict):
    this.set_output(machine='rented')
    try:
        this.sleep(3600)
    except Exception:
        this.log('a cancellation never comes by here')
    finally:
        this.flow('give back', wait='ALL_ENDED')
        this.set_output(machine='given back')
