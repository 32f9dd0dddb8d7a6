def handler(system, this, inputs):
    return inputs['n']
