import flow_api


def handler(system, this, inputs):
    try:
        this.sleep(24 * 60 * 60)
    finally:
        this.set_output('cleaned', flow_api.step('clean', lambda: True))
