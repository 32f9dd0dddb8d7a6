"""Patches modules when they are imported.

While a module is imported nothing is recorded: only the first execution that imports it would see
the entries.
"""

import sys

from flow_api._calls import threads

_PATCHES = {}


def patches(name):
    """Registers a function that is given the module when it has been loaded."""

    def register(patch):
        _PATCHES[name] = patch
        return patch

    return register


class _Patching:
    """Finds a module with the finders behind it."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        for finder in sys.meta_path:
            if finder is _Patching or not hasattr(finder, 'find_spec'):
                continue
            spec = finder.find_spec(name, path, target)
            if spec is not None:
                if spec.loader is not None and hasattr(spec.loader, 'exec_module'):
                    spec.loader = _Unrecorded(spec.loader, _PATCHES.get(name))
                return spec
        return None


class _Unrecorded:
    """Loads a module with the loader it has, outside of any execution, and patches it."""

    def __init__(self, loader, patch):
        self._loader = loader
        self._patch = patch

    def __getattr__(self, name):
        return getattr(self._loader, name)

    def create_module(self, spec):
        return self._loader.create_module(spec)

    def exec_module(self, module):
        run = getattr(threads, 'run', None)
        threads.run = None
        try:
            self._loader.exec_module(module)
            if self._patch is not None:
                self._patch(module)
        finally:
            threads.run = run
            module.__loader__ = self._loader
            if module.__spec__ is not None:
                module.__spec__.loader = self._loader


def install():
    """Patches what is loaded already, and from now on what is imported. Called once."""
    for name, patch in _PATCHES.items():
        if name in sys.modules:
            patch(sys.modules[name])
    sys.meta_path.insert(0, _Patching)
