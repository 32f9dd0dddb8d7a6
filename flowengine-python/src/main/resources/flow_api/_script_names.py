"""What an execution script sees on one element: the names it finds, its steps, its results."""

from flow_api import elements as api
from flow_api._views import Element
from flow_api.exceptions import InvalidInputError


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
