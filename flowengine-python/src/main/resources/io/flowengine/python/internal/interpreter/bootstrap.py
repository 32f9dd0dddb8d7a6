"""Makes the flow API importable from the jar, prepares the interpreter, hands its entries to Java."""

import sys
from _frozen_importlib import ModuleSpec


class _Library:
    """Finds and loads the modules of flow_api; serves their source to tracebacks."""

    def __init__(self, library):
        self._source = library.source

    def find_spec(self, name, path=None, target=None):
        if name != 'flow_api' and not name.startswith('flow_api.'):
            return None
        short = name[9:] or '__init__'
        text = self._source(short)
        if text is None:
            return None
        spec = ModuleSpec(name, self, origin=f'<{name}>', is_package=short == '__init__')
        spec.loader_state = str(text)
        return spec

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        spec = module.__spec__
        exec(compile(spec.loader_state, spec.origin, 'exec', dont_inherit=True), module.__dict__)

    def get_source(self, name):
        return str(self._source(name[9:] or '__init__'))


def boot(library):
    sys.meta_path.insert(0, _Library(library))
    sys.path.extend(root for root in str(library.roots()).split('\n') if root)
    from flow_api import _runtime

    _runtime.install()
    return [
        _runtime.prepare, _runtime.run, _runtime.pulse, _runtime.preload, _runtime.where,
        _runtime.element_scripts, _runtime.outline]
