import flow_api


def handler(system, this, inputs):
    this.set_output('one', this.flow('leaf', n=1).get('output_value'))
    two = this.flow('leaf', name='two', n=2, wait=False)
    three = this.flow('leaf', name='three', n=3, run=False)
    this.set_output('names', [each.get('name') for each in this.wait_for(two, three)])
    try:
        this.flow('broken')
    except flow_api.DependencyFailedError as e:
        this.set_output('failed', e.message.split(':')[-1])
    four = this.flow('leaf', name='four', n=4, wait=False)
    first = this.wait_for(four, return_when='FIRST_ENDED', timeout=3600)
    this.set_output('first', first.get('name'))
    return this.success('all children are done')
