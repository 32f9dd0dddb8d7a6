def handler(system, this, inputs):
    return this.error('as intended')
