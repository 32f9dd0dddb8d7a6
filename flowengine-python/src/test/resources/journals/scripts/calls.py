import datetime
import random
import time
import uuid

import flow_api


def failing():
    raise ValueError('no rows')


def handler(system, this, inputs):
    this.set_output('inputs', inputs)
    this.log('a line', 1, ['a', True], key='value')
    print('printed')
    this.set_output('new side', this.patched('a change'))
    this.set_output('step', flow_api.step('add', lambda: 1 + 1))
    this.set_output('again', flow_api.step('add', lambda: {'a': [1.5, None]}))
    try:
        flow_api.step('fail', failing)
    except ValueError as e:
        this.set_output('caught', str(e))
    this.set_output('now', [datetime.datetime.now(datetime.timezone.utc), time.time()])
    this.set_output('random', [random.random(), str(uuid.uuid4())])
    system.setting('colour').save(value='red')
    this.set_output('colour', system.setting('colour').get('value'))
    this.save(description='described', priority=3)
    this.sleep(60)
    this.message('subject', 'answer me')
    return {'result': 'done'}
