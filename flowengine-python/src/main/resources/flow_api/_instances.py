"""Runs an execution script: one suspended instance for each element.

Java says which instances go on, and hears where each of them stands still next. A whole round
crosses the border in one call each way, as lines of text; :mod:`flow_api._rounds` has the answer.
Java's lines are ranks that go on, and what they are told after a bar: nothing, ``R`` a result, ``C``
that of a child flow, ``X`` an error to be raised.
"""

from flow_api import elements as api
from flow_api._calls import Run, revived, seeded, threads
from flow_api._output import flush
from flow_api._rounds import Answer, ranks_of
from flow_api._scopes import STEPS
from flow_api._script_names import Instance
from flow_api._suspension import ENTRY, compile_script
from flow_api._values import decode, encode
from flow_api._views import Element, Elements, Paths, described_element
from flow_api.exceptions import EngineException, LifecycleSignal

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
        self.named = encode(None, {
            'tasks': sorted(calls.tasks), 'flows': sorted(calls.flows),
            'on_all': sorted(calls.on_all)})


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
        return Elements(self.elements[rank] for rank in ranks_of(self.host.cohort()))

    # ------------------------------------------------------------------ going on

    def advance(self, lines):
        """Has instances go on.

        :param lines: who, and what they are told
        :returns: the answer
        """
        answer = Answer(self._program)
        groups = [line.partition('|') for line in lines.split('\n')]
        threads.run = self._run
        try:
            for ranks, _, told in groups:
                members = self._groups.get(ranks) or [self._instance(each) for each in ranks_of(ranks)]
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
