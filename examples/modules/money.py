"""What several flows need: it is on the module path, and is no flow itself."""

from decimal import ROUND_HALF_UP, Decimal


def with_tax(net, rate=Decimal('0.19')):
    return (Decimal(str(net)) * (1 + rate)).quantize(Decimal('0.01'), ROUND_HALF_UP)
