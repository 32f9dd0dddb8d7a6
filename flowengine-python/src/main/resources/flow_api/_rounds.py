"""What crosses the border in a round of an execution script: ranks and answers, as lines of text.

Ranks are ranges: ``0-99,105``. The lines of an answer are ``W`` who waits, with the position, the
ranks and the request, and after them ``D`` who is done, ``O`` who is done and has outputs, ``F`` who
has failed. ``L`` is ``W`` where the script looks at what comes of the step.
"""

from flow_api._values import encode


class Answer:
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
            ranks = ranges([me.current for me in members])
            groups[ranks] = members
            kind = 'L' if position[-1] in self._program.used else 'W'
            self._lines.append(f"{kind}{','.join(map(str, position))}|{ranks}|{request}")
        if self._done:
            self._lines.append('D' + ranges(self._done))
        return '\n'.join(self._lines)


def ranks_of(text):
    """Reads ranks: ``0-2,7`` are 0, 1, 2 and 7."""
    ranks = []
    for part in text.split(','):
        first, dash, last = part.partition('-')
        ranks += range(int(first), int(last) + 1) if dash else (int(first),)
    return ranks


def ranges(ranks):
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
