"""Gives a machine back."""


def handler(system, this, inputs):
    this.log('the machine is given back')
