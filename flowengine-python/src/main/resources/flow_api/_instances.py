"""Runs an execution script: one suspended instance for each element.

Java says which instances go on, and hears where each of them stands still next. A whole round
crosses the border in one call each way, as lines of text. Ranks are ranges: ``0-99,105``.

Java's lines are ranks that go on, and what they are told after a bar: nothing, ``R`` a result, ``C``
that of a child flow, ``X`` an error to be raised. The lines of the answer are ``W`` who waits, with
the position, the ranks and the request, and after them ``D`` who is done, ``O`` who is done and has
outputs, ``F`` who has failed. ``L`` is ``W`` where the script looks at what comes of the step.
"""

from flow_api import elements as api
from flow_api._calls import Run, revived, seeded, threads
from flow_api._output import flush
from flow_api._scopes import STEPS
from flow_api._suspension import ENTRY, compile_script
from flow_api._values import decode, encode
from flow_api._views import Element, Elements, Paths, described_element
from flow_api.exceptions import EngineException, InvalidInputError, LifecycleSignal

_MOST_REFUSALS = 100


class _Cut(LifecycleSignal):
    """The element goes no further. Clean-up code runs; steps in it are refused."""


class ScriptRun(Run):
    """What the thread does while an execution script runs on it.

    Time is that of the run; random numbers depend on the run and the element. So a replay, which
    runs the script again with the same results, comes the same way without a record of its own.
    """

    def __init__(self, host, id):
        super().__init__(host, id)
        self.me = None

    def call(self, name, arguments):
        raise EngineException(
            f'{name} is not available in an execution script; use its steps, or do it in a task')

    def generator(self):
        if self.me.random is None:
            self.me.random = seeded(self.host.seed(), self.me.element.id)
        return self.me.random

    def print(self, level, line):
        self.host.print(self.me.current, line)

    def entropy(self, count):
        raise EngineException(
            'os.urandom and secrets are not available in an execution script; use random or uuid,'
            ' or draw secrets in a task')


class ScriptProgram:
    """A compiled execution script."""

    def __init__(self, text, file):
        self.text = text
        self.file = file
        self.code, calls = compile_script(text, file)
        self.requests = calls.requests
        self.used = calls.used
        self.named = encode(None, {'tasks': sorted(calls.tasks), 'flows': sorted(calls.flows)})


class Instance:
    """One element in the script; the script knows it as ``__me__``."""

    __slots__ = ('_session', 'current', 'element', 'outputs', 'random', 'send', 'throw')

    first = 0

    def __init__(self, session, element):
        self._session = session
        self.current = element._rank
        self.element = element
        self.outputs = {}
        self.random = None
        generator = session.entry(self)
        self.send = generator.send
        self.throw = generator.throw

    # ------------------------------------------------------------------ names of the script

    @property
    def last(self):
        return len(self._session.elements) - 1

    @property
    def elements(self):
        return self._session.elements

    @property
    def context(self):
        return self._session.context(self.current)

    @property
    def inputs(self):
        return self._session.inputs

    @property
    def results(self):
        return Results(self._session, self.current, self.current)

    @property
    def cohort(self):
        return self._session.cohort()

    @property
    def batch(self):
        return self._session.host.batch()

    @property
    def batches(self):
        return self._session.host.batches()

    @property
    def is_first_live(self):
        return self._session.host.firstLive() == self.current

    # ------------------------------------------------------------------ steps

    def execute_task(self, number, name, /, **inputs):
        return self._session.requests.task(number, name, **inputs)

    def execute_flow(self, number, name, /, elements=None, **inputs):
        return self._session.requests.flow(number, name, self._given(elements), inputs)

    def sleep(self, number, seconds):
        return self._session.requests.sleep(number, seconds)

    def gate(self, number, name, timeout=None):
        return self._session.requests.gate(number, name, timeout)

    def once(self, number, kind, name, /, *args, per=api.RUN, **inputs):
        given = None
        if len(args) > (kind == 'execute_flow'):
            raise TypeError(f'once({kind}, {name!r}): too many arguments')
        if kind == 'execute_flow':
            given = self._given(args[0] if args else inputs.pop('elements', None))
        return self._session.requests.once(number, kind, name, given, per, inputs)

    def _given(self, elements):
        if elements is None:
            return api.COHORT
        if elements is self._session.elements:
            return api.ALL
        if isinstance(elements, str):
            known = elements in (api.COHORT, api.EACH, api.ALL)
            return elements if known else {'filter': elements}
        ids = [self._id(each) for each in elements]
        return api.EACH if ids == [self.element.id] else {'ids': ids}

    @staticmethod
    def _id(element):
        if not isinstance(element, Element):
            raise InvalidInputError(f'execute_flow: {element!r} is not an element')
        return element.id


class Results:
    """What steps have come to on an element, by the ids of the steps."""

    __slots__ = ('_session', '_asking', '_rank')

    def __init__(self, session, asking, rank):
        self._session = session
        self._asking = asking
        self._rank = rank

    def all(self, step):
        """Every result of a step, in the order in which they came; empty if there is none."""
        told = self._session.host.results(self._asking, self._rank, step)
        return [api.Result(**each) for each in self._session.read(told)]

    def get(self, step, default=None):
        """The last result of a step, or ``default``."""
        every = self.all(step)
        return every[-1] if every else default

    def of(self, other):
        """The results of another element, as they were when all stood still last."""
        if not isinstance(other, Element):
            raise InvalidInputError(f'results.of: {other!r} is not an element')
        return Results(self._session, self._asking, other._rank)

    def __getitem__(self, step):
        every = self.all(step)
        if not every:
            raise KeyError(step)
        return every[-1]

    def __contains__(self, step):
        return bool(self.all(step))


class Session:
    """The script of one run.

    :param host: what Java knows of the run
    :param described: the name of the flow, the ids of the elements by rank, and the inputs
    """

    def __init__(self, program, host, described):
        known = decode(described, None)
        self.host = host
        self.requests = program.requests
        self.elements = Elements(
            Element(self, rank, id) for rank, id in enumerate(known['elements']))
        self.inputs = Paths(known['inputs'], 'inputs')
        self._program = program
        self._run = ScriptRun(host, known['flow'])
        self._contexts = {}
        self._groups = {}
        self._instances = [None] * len(self.elements)
        namespace = {name: getattr(api, name) for name in api.__all__ if name not in STEPS}
        namespace.update(__name__='__flow__', __file__=program.file)
        exec(program.code, namespace)
        self.entry = namespace[ENTRY]

    def read(self, text):
        return decode(text, self._run)

    def element(self, rank):
        return described_element(self.host.element(rank))

    def context(self, rank):
        """The context as it is now for its own element, and as others may see it."""
        asking = self._run.me.current
        version = self.host.version(asking, rank)
        known = self._contexts.get((asking == rank, rank))
        if known is None or known[0] != version:
            paths = Paths(self.read(self.host.context(asking, rank)), 'context')
            known = self._contexts[asking == rank, rank] = version, paths
        return known[1]

    def cohort(self):
        """The elements that did the last step together; before the first step, those that begin."""
        return Elements(self.elements[rank] for rank in _ranks(self.host.cohort()))

    # ------------------------------------------------------------------ going on

    def advance(self, lines):
        """Has instances go on.

        :param lines: who, and what they are told
        :returns: the answer
        """
        answer = _Answer(self._program)
        groups = [line.partition('|') for line in lines.split('\n')]
        threads.run = self._run
        try:
            for ranks, _, told in groups:
                members = self._groups.get(ranks) or [self._instance(each) for each in _ranks(ranks)]
                if told[:1] == 'X':
                    self._raise(members, self.read(told[1:]), answer)
                else:
                    self._resume(members, self._result(told), answer)
        finally:
            threads.run = None
        if self._run.printed:
            flush(self._run)
        for me in answer.ended:
            self._instances[me.current] = None
        return answer.text(self._groups)

    def _instance(self, rank):
        known = self._instances[rank]
        if known is None:
            known = self._instances[rank] = Instance(self, self.elements[rank])
        return known

    def _result(self, told):
        if not told:
            return None
        known = self.read(told[1:])
        return api.Result(**known) if told[0] == 'R' else api.ChildResult(**known)

    def _resume(self, members, result, answer):
        """The innermost loop: most elements wait at the place at which the one before them does."""
        run = self._run
        last = append = None
        for me in members:
            run.me = me
            try:
                place = me.send(result)
            except StopIteration:
                answer.is_done(me)
                continue
            except Exception as error:
                answer.has_failed(me, error)
                continue
            if place is not last:
                last = place
                append = answer.at(place).append
            append(me)

    def _raise(self, members, told, answer):
        for me in members:
            self._run.me = me
            error = _error(told)
            try:
                place = me.throw(error)
            except StopIteration:
                answer.is_done(me)
            except Exception as left:
                answer.has_failed(me, left, of_step=left is error)
            else:
                answer.at(place).append(me)

    def close(self, rank):
        """Ends an instance where it waits. Its clean-up code runs; steps in that are refused."""
        me = self._instances[rank]
        if me is None:
            return
        self._instances[rank] = None
        self._run.me = me
        threads.run = self._run
        try:
            for _ in range(_MOST_REFUSALS):
                me.throw(_Cut())
        except (Exception, _Cut):
            pass
        finally:
            threads.run = None


def _error(told):
    name, message = told['name'], told['message']
    kind = getattr(api, name, None)
    if kind is None:
        return revived(name, message) or EngineException(f'{name}: {message}')
    result = told.get('result')
    if result is not None:
        result = api.ChildResult(**result) if 'run_id' in result else api.Result(**result)
    return kind(message, result)


class _Answer:
    """Collects where instances stand still, and how they ended."""

    def __init__(self, program):
        self.ended = []
        self._program = program
        self._waiting = {}
        self._done = []
        self._lines = []

    def at(self, place):
        """Who waits at a place: a position and a request."""
        waiting = self._waiting.get(place)
        if waiting is None:
            waiting = self._waiting[place] = []
        return waiting

    def is_done(self, me):
        self.ended.append(me)
        if not me.outputs:
            self._done.append(me.current)
            return
        try:
            self._lines.append(f"O{me.current}|{encode('outputs', me.outputs)}")
        except Exception as error:
            self.has_failed(me, error)

    def has_failed(self, me, error, of_step=False):
        self.ended.append(me)
        failure = {'error': type(error).__name__, 'ofStep': of_step,
                   'message': str(error) if of_step else describe(error, self._program.file)}
        self._lines.append(f'F{me.current}|{encode(None, failure)}')

    def text(self, groups):
        """The lines. ``groups`` keeps who waits, by the text of their ranks."""
        groups.clear()
        for (position, request), members in self._waiting.items():
            ranks = _ranges([me.current for me in members])
            groups[ranks] = members
            kind = 'L' if position[-1] in self._program.used else 'W'
            self._lines.append(f"{kind}{','.join(map(str, position))}|{ranks}|{request}")
        if self._done:
            self._lines.append('D' + _ranges(self._done))
        return '\n'.join(self._lines)


def _ranks(text):
    """Reads ranks: ``0-2,7`` are 0, 1, 2 and 7."""
    ranks = []
    for part in text.split(','):
        first, dash, last = part.partition('-')
        ranks += range(int(first), int(last) + 1) if dash else (int(first),)
    return ranks


def _ranges(ranks):
    """Writes ranks, in the order in which they are given."""
    parts = []
    first = last = ranks[0]
    for rank in ranks[1:]:
        if rank != last + 1:
            parts.append(f'{first}-{last}' if last > first else str(first))
            first = rank
        last = rank
    parts.append(f'{first}-{last}' if last > first else str(first))
    return ','.join(parts)


def describe(error, file):
    """What went wrong in a script, for people: where, on which element, what. Its class is apart."""
    line = 0
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file:
            line = trace.tb_lineno
        trace = trace.tb_next
    where = f'{file}, line {line}' if line else file
    element = getattr(error, 'flow_element', None)
    on = f', on element {element}' if element is not None else ''
    said = f'there is no key {error}' if type(error) is KeyError else str(error)
    return f'{where}{on}: {said}' if said else f'{where}{on}'
