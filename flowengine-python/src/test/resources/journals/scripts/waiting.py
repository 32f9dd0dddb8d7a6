def handler(system, this, inputs):
    this.set_output('before', 1)
    this.message('how many', request='number')
