"""Scripts of flows over elements that run through at once: processing scripts, parts of tasks.

Both are bodies of functions. A script that is one expression gives its value.
"""

import ast

from flow_api import _guard
from flow_api import elements as api
from flow_api._calls import Run, threads
from flow_api._output import flush
from flow_api._scopes import STEPS, Refused, Scopes
from flow_api._values import decode, encode
from flow_api._views import Element, Paths, Writable, described_element
from flow_api.exceptions import EngineException, InvalidInputError

_ENTRY = '__part__'
_RESULT = '__elements__'
_TASK = ('element', 'inputs', 'context', 'settings', 'results', 'config', 'command', 'answer',
         'data', 'tasks')


class PartRun(Run):
    """What the thread does while such a script runs on it: time is as it is."""

    speaks_in_steps = True

    def __init__(self, host, id):
        super().__init__(host, id)
        self.enter_step(id, 1)

    def call(self, name, arguments):
        raise EngineException(f'{name} is not available in a script of a flow over elements')

    def print(self, level, line):
        self.host.print(line)


class Part:
    """A compiled script."""

    def __init__(self, text, file, names, returned, in_place=False):
        self.text = text
        self.file = file
        self.warnings = []
        tree = compile(text, file, 'exec', ast.PyCF_ONLY_AST, dont_inherit=True)
        scopes = Scopes(tree)
        self._refuse_steps(scopes)
        if scopes.script.binding('filter_flow_elements') is None:
            self._look_at_filters(tree, in_place)
        self.entry = self._define(self._function(tree, names, returned))

    def _refuse_steps(self, scopes):
        found = [
            (node.lineno, node.col_offset + 1, node.id)
            for scope in scopes.of.values()
            for node in (*(call.func for call, _ in scope.calls), *(v for v, _ in scope.values))
            if scope.is_step(node.id)]
        if found:
            raise Refused(
                'STEP_IN_PROCESSING', 'steps can be called in execution scripts only', self.file,
                found)

    def _look_at_filters(self, tree, in_place):
        """A filter gives a new list: as a statement it does nothing, unless it narrows in place."""
        for parent in ast.walk(tree):
            for body in ('body', 'orelse', 'finalbody'):
                statements = getattr(parent, body, None)
                if isinstance(statements, list):
                    for index, each in enumerate(statements):
                        if _drops_a_filter(each):
                            self._warn(each)
                            if in_place:
                                statements[index] = _assigned(each)

    def _warn(self, statement):
        self.warnings.append((
            'FILTER_RESULT_UNUSED',
            f'{self.file}, line {statement.lineno}: filter_flow_elements gives a new list, which is'
            ' not used; write elements = filter_flow_elements(...)'))

    @staticmethod
    def _function(tree, names, returned):
        body = tree.body
        if returned is None and len(body) == 1 and isinstance(body[0], ast.Expr):
            body = [ast.copy_location(ast.Return(body[0].value), body[0])]
        elif returned is not None:
            body = [*body, ast.Return(ast.Name(returned, ast.Load()))]
            for node in ast.walk(tree):
                if isinstance(node, ast.Return) and node.value is None:
                    node.value = ast.Name(returned, ast.Load())
        arguments = ast.arguments(
            posonlyargs=[], args=[ast.arg(each) for each in names], kwonlyargs=[], kw_defaults=[],
            defaults=[])
        return ast.FunctionDef(
            name=_ENTRY, args=arguments, body=body or [ast.Pass()], decorator_list=[],
            type_params=[], lineno=1, col_offset=0)

    def _define(self, function):
        module = ast.Module(body=[function], type_ignores=[])
        ast.fix_missing_locations(module)
        _guard.guard(ast, module, self.file)
        namespace = {name: getattr(api, name) for name in api.__all__ if name not in STEPS}
        namespace.update(__name__='__flow__', __file__=self.file)
        exec(compile(module, self.file, 'exec', dont_inherit=True), namespace)
        return namespace[_ENTRY]


def _drops_a_filter(statement):
    call = getattr(statement, 'value', None)
    return (isinstance(statement, ast.Expr) and isinstance(call, ast.Call)
            and isinstance(call.func, ast.Name) and call.func.id == 'filter_flow_elements')


def _assigned(statement):
    narrowed = ast.Assign([ast.Name('elements', ast.Store())], statement.value)
    return ast.copy_location(narrowed, statement)


def processing(text, file, in_place):
    """Compiles a processing script.

    :param in_place: whether a filter whose list is not used narrows ``elements``, as in Flux
    """
    return Part(text, file, ('elements', 'inputs'), 'elements', in_place)


def task_part(text, file):
    """Compiles a part of a task."""
    return Part(text, file, _TASK, None)


class Selected:
    """The elements that a processing script works on."""

    def __init__(self, host, described):
        self._host = host
        known = decode(described, None)
        self.elements = [Element(self, rank, id) for rank, id in enumerate(known['elements'])]
        self.inputs = Paths(known['inputs'], 'inputs')
        self._contexts = {}

    def element(self, rank):
        return described_element(self._host.element(rank))

    def context(self, rank):
        known = self._contexts.get(rank)
        if known is None:
            known = self._contexts[rank] = Paths(decode(self._host.context(rank), None), 'context')
        return known


def process(part, host, described):
    """Runs a processing script.

    :returns: the ranks of the elements it leaves, in their new order, as text
    """
    selected = Selected(host, described)
    elements = selected.elements
    for code, message in part.warnings:
        host.warn(code, message)
    threads.run = PartRun(host, part.file)
    try:
        left = part.entry(list(elements), selected.inputs)
    finally:
        flush(threads.run)
        threads.run = None
    if isinstance(left, (str, bytes)) or not hasattr(left, '__iter__'):
        raise InvalidInputError(f'elements must be a list of elements at the end, was {left!r}')
    ranks = []
    for each in left:
        if not isinstance(each, Element):
            raise InvalidInputError(f'elements must hold elements only at the end, has {each!r}')
        ranks.append(each._rank)
    return ','.join(map(str, ranks))


class Configuration:
    """The stored configuration of the element."""

    __slots__ = ('_host',)

    def __init__(self, host):
        self._host = host

    @property
    def version(self):
        """The number of the newest version, from 1; 0 if there is none."""
        return self._host.configVersion()

    def get_last_config(self):
        """The newest version; ``None`` if there is none."""
        return self._host.lastConfig()

    def get(self, key, default=None):
        """A value of the newest version, if that is a JSON object; a key with dots is a path."""
        found = decode(self._host.config(key), None)
        return default if found is None else found

    def to_json(self):
        """Version and text of the configuration, as JSON."""
        return encode(None, {'version': self.version, 'config': self.get_last_config()})

    def save(self, text):
        """Saves a new version, if the attempt ends well."""
        if not isinstance(text, str):
            raise InvalidInputError(f'config.save: a configuration is a text, was {text!r}')
        _accepted(self._host.saveConfig(text))


class Earlier:
    """The last results of earlier steps on the element."""

    __slots__ = ('_host',)

    def __init__(self, host):
        self._host = host

    def get(self, step, default=None):
        """The last result of a step, or ``default``."""
        found = decode(self._host.results(step), None)
        return api.Result(**found[-1]) if found else default

    def __getitem__(self, step):
        found = self.get(step)
        if found is None:
            raise KeyError(step)
        return found

    def __contains__(self, step):
        return self.get(step) is not None


class Tasks:
    """Other steps on the element, by their ids: ``tasks.probe.processing_script_out.result``."""

    __slots__ = ('_results',)

    def __init__(self, results):
        self._results = results

    def __getitem__(self, step):
        return Task(step, self._results[step])

    def __getattr__(self, step):
        try:
            return self[step]
        except KeyError:
            raise AttributeError(f'there is no result of a step {step!r} on this element') from None


class Task:
    """What a step came to; of its parts only what the last one gave is kept."""

    __slots__ = ('_step', 'processing_script_out')

    def __init__(self, step, result):
        self._step = step
        self.processing_script_out = Given(result.value, result.outcome)

    def __getattr__(self, part):
        raise AttributeError(
            f'tasks.{self._step}.{part} is not kept; tasks.{self._step}.processing_script_out is')


class Given:
    """What a part gave, and how its task ended."""

    __slots__ = ('result', 'status')

    def __init__(self, result, status):
        self.result = result
        self.status = status


class Attempt:
    """What a part sees of the element."""

    def __init__(self, host):
        self._host = host
        self._context = None

    def element(self, rank):
        return described_element(self._host.element())

    def context(self, rank):
        if self._context is None:
            self._context = Writable(decode(self._host.context(), None), 'context')
        return self._context


def perform(part, host, described):
    """Runs a part of a task.

    :returns: what it gives, in stored form
    """
    known = decode(described, None)
    attempt = Attempt(host)
    fixed = attempt.element(0)
    element = Element(attempt, 0, fixed['id'])
    context = attempt.context(0)
    settings = Writable(fixed['settings'].plain(), 'settings')
    results = Earlier(host)
    threads.run = PartRun(host, part.file)
    try:
        value = part.entry(
            element, Paths(known['inputs'], 'inputs'), context, settings, results,
            Configuration(host), known['command'], known['answer'], known['data'], Tasks(results))
        told = encode('value', value)
        written = [(host.write, context), (host.save, settings)]
        for write, values in written:
            for path, each in values.written.items():
                _accepted(write(path, encode(path, each)))
    finally:
        flush(threads.run)
        threads.run = None
    return told


def _accepted(refusal):
    if refusal is not None:
        raise InvalidInputError(refusal)
