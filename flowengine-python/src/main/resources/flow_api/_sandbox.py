"""Turns what an interpreter without sockets, processes and threads cannot do into Python errors.

The interpreter denies all of it anyway, but answers some of it with internal errors that no script
can read or catch. Here each gets the exception that Python has for it.
"""

import sys

from flow_api._imports import patches

_PROCESSES = (
    'abort', 'execv', 'execve', 'fork', 'forkpty', 'kill', 'killpg', 'popen', 'posix_spawn',
    'posix_spawnp', 'spawnv', 'spawnve', 'system', '_exit',
)
_SIGNALS = (
    'alarm', 'setitimer', 'signal', 'raise_signal', 'pthread_kill', 'pause', 'sigwait',
    'set_wakeup_fd',
)
_NETWORK = (
    'create_connection', 'create_server', 'fromfd', 'getaddrinfo', 'gethostbyaddr',
    'gethostbyname', 'gethostbyname_ex', 'gethostname', 'getnameinfo', 'socketpair',
)


def _denied(what):
    def refuse(*args, **kwargs):
        raise PermissionError(f'{what} is denied to flow scripts')

    return refuse


def _no_threads(*args, **kwargs):
    raise RuntimeError("can't start new thread: threads are denied to flow scripts")


def _deny(module, names):
    for name in names:
        if hasattr(module, name):
            setattr(module, name, _denied(f'{module.__name__.lstrip("_")}.{name}'))


@patches('_socket')
def _deny_sockets(module):
    class Socket:
        __slots__ = ()

        def __init__(self, *args, **kwargs):
            raise PermissionError('socket.socket is denied to flow scripts')

        def __del__(self):
            pass

        def close(self):
            pass

    Socket.__name__ = 'socket'
    module.socket = module.SocketType = Socket
    _deny(module, _NETWORK)


@patches('select')
def _deny_select(module):
    _deny(module, ('select', 'poll', 'epoll', 'kqueue'))


@patches('threading')
def _end_without_waiting(module):
    # It would wait for the thread that imported the module, which is one of the engine's and may
    # be gone: closing an interpreter would take for ever. Scripts have no threads to wait for.
    module._shutdown = lambda: None


@patches('multiprocessing.process')
def _deny_processes(module):
    module.BaseProcess.start = _denied('multiprocessing.Process')


@patches('_multiprocessing_graalpy')
def _number_processes(module):
    # the interpreter's own throws a NullPointerException on some threads
    module._gettid = lambda: 1


@patches('_posixsubprocess')
def _deny_subprocesses(module):
    _deny(module, ('fork_exec',))


def install():
    """Replaces what is denied. Called once."""
    import _thread
    import os

    for name in ('start_new_thread', 'start_new', 'start_joinable_thread'):
        if hasattr(_thread, name):
            setattr(_thread, name, _no_threads)
    for module in (os, sys.modules.get('posix')):
        if module is not None:
            _deny(module, _PROCESSES)
    _deny(sys.modules['_signal'], _SIGNALS)
