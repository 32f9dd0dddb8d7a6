import flow_api


def handler(system: flow_api.System, this: flow_api.Execution, inputs: dict):
    price = flow_api.step('quote', quote, inputs['pieces'])  # a replay does not call quote again
    this.sleep(1)  # holds no thread, and goes on after a restart
    booking = this.flow('book', price=price)  # a child; this flow is written in Java
    this.set_output(price=price, receipt=booking.get('output_value')['result'])
    return this.success('ordered')


def quote(pieces):
    return 12 * pieces
