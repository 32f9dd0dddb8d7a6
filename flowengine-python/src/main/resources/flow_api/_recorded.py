"""Time and randomness that replay the same way.

The modules are patched once for each interpreter. A patched function looks up the execution of its
thread; without one, and while a module is imported, it does what it always did. The body of a step
sees the live clock and a generator of its own, because it is not run again.
"""

import sys
import time as _time

from flow_api._calls import threads
from flow_api._imports import patches

_NANOS = 1000000000

def _run():
    return getattr(threads, 'run', None)


# ---------------------------------------------------------------------- time

_REAL = {
    name: getattr(_time, name)
    for name in ('time', 'time_ns', 'monotonic', 'monotonic_ns', 'perf_counter', 'perf_counter_ns',
                 'localtime', 'gmtime', 'strftime', 'ctime', 'asctime', 'sleep')
}


def _nanos(run):
    return run.host.clock() if run.step_key is not None else run.host.now()


def _seconds(name):
    real = _REAL[name]

    def seconds():
        run = _run()
        return real() if run is None else _nanos(run) / _NANOS

    seconds.__name__ = name
    return seconds


def _whole(name):
    real = _REAL[name]

    def nanos():
        run = _run()
        return real() if run is None else _nanos(run)

    nanos.__name__ = name
    return nanos


def _of_now(name):
    real = _REAL[name]

    def convert(seconds=None):
        if seconds is None:
            run = _run()
            if run is not None:
                seconds = _nanos(run) / _NANOS
        return real(seconds)

    convert.__name__ = name
    return convert


def _strftime(format, t=None):
    return _REAL['strftime'](format, _time.localtime() if t is None else t)


def _asctime(t=None):
    return _REAL['asctime'](_time.localtime() if t is None else t)


def _sleep(seconds):
    run = _run()
    if run is None:
        _REAL['sleep'](seconds)
    elif run.step_key is not None:
        run.host.nap(float(seconds))
    else:
        if seconds < 0:
            raise ValueError('sleep length must be non-negative')
        run.call('sleep', {'seconds': float(seconds)})


def _patch_time():
    for name in ('time', 'monotonic', 'perf_counter'):
        setattr(_time, name, _seconds(name))
        setattr(_time, name + '_ns', _whole(name + '_ns'))
    for name in ('localtime', 'gmtime', 'ctime'):
        setattr(_time, name, _of_now(name))
    _time.strftime = _strftime
    _time.asctime = _asctime
    _time.sleep = _sleep


# ---------------------------------------------------------------------- randomness

_urandom = None


def _entropy(count):
    run = _run()
    if run is None or run.step_key is not None:
        return _urandom(count)
    return run.entropy(count)


def _patch_entropy():
    global _urandom
    import os

    _urandom = os.urandom
    os.urandom = _entropy
    for name in ('posix', 'nt'):
        module = sys.modules.get(name)
        if module is not None:
            module.urandom = _entropy


@patches('random')
def _patch_random(random):
    shared = random._inst
    plain_seed = random.Random.seed

    def seed(self, a=None, version=2):
        run = _run()
        if a is None and run is not None and not isinstance(self, random.SystemRandom):
            a = run.generator().getrandbits(64)
        plain_seed(self, a, version)

    random.Random.seed = seed
    plain_new = random.Random.__init__

    def init(self, x=None):
        plain_new(self, x)
        if x is None and _run() is not None:
            self.seed(None)

    if getattr(random.Random, '__init__', None) is not None:
        random.Random.__init__ = init
    for name in random.__all__:
        bound = getattr(random, name)
        if getattr(bound, '__self__', None) is shared:
            setattr(random, name, _of_generator(name, shared))


def _of_generator(name, shared):
    def draw(*args, **kwargs):
        run = _run()
        generator = shared if run is None else run.generator()
        return getattr(generator, name)(*args, **kwargs)

    draw.__name__ = name
    return draw


@patches('uuid')
def _patch_uuid(uuid):
    plain1, plain4 = uuid.uuid1, uuid.uuid4

    def uuid4():
        run = _run()
        if run is None:
            return plain4()
        return uuid.UUID(int=run.generator().getrandbits(128), version=4)

    def uuid1(node=None, clock_seq=None):
        run = _run()
        if run is None:
            return plain1(node, clock_seq)
        if node is None:
            node = run.generator().getrandbits(48) | (1 << 40)
        if clock_seq is None:
            clock_seq = run.generator().getrandbits(14)
        ticks = _nanos(run) // 100 + 0x01B21DD213814000
        return uuid.UUID(fields=(
            ticks & 0xFFFFFFFF, (ticks >> 32) & 0xFFFF, (ticks >> 48) & 0x0FFF,
            (clock_seq >> 8) & 0x3F, clock_seq & 0xFF, node), version=1)

    uuid.uuid4 = uuid4
    uuid.uuid1 = uuid1


def install():
    """Patches this interpreter. Called once, before any script runs."""
    _patch_time()
    _patch_entropy()
