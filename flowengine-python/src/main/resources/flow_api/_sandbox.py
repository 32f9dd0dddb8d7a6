"""Turns what an interpreter without sockets, processes and threads cannot do into Python errors.

The interpreter denies all of it anyway, but answers some of it with internal errors that no script
can read. Here each gets the exception that Python has for it.
"""

import sys


def _denied(what):
    def refuse(*args, **kwargs):
        raise PermissionError(f'{what} is denied to flow scripts')

    return refuse


def _no_threads(*args, **kwargs):
    raise RuntimeError("can't start new thread: threads are denied to flow scripts")


_PROCESSES = (
    'abort', 'execv', 'execve', 'fork', 'forkpty', 'kill', 'killpg', 'popen', 'posix_spawn',
    'posix_spawnp', 'spawnv', 'spawnve', 'system', '_exit',
)


def install():
    """Replaces what is denied. Called once."""
    import _thread
    import os

    for name in ('start_new_thread', 'start_new', 'start_joinable_thread'):
        if hasattr(_thread, name):
            setattr(_thread, name, _no_threads)
    for module in (os, sys.modules.get('posix')):
        for name in _PROCESSES:
            if module is not None and hasattr(module, name):
                setattr(module, name, _denied(f'os.{name}'))
