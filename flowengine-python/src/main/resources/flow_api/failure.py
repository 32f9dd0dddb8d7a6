"""What went wrong, as a value."""


class Failure:
    """How an attempt, a step or an execution failed. Equal live and on replay.

    ``name`` is the class of the error, ``message`` what it says, ``stack`` the traceback as text,
    ``step`` the key of the step or the name of the child, ``execution_id`` where it happened,
    ``attempts`` how many attempts were made, ``at`` when the last one failed, ``data`` what else
    belongs to it, ``failures`` those of the branches, ``cause`` the failure that led to this one.
    """

    def __init__(self, name, message, stack='', step=None, execution_id=None, attempts=1, at=None,
                 data=None, failures=(), cause=None):
        self.name = name
        self.message = message
        self.stack = stack
        self.step = step
        self.execution_id = execution_id
        self.attempts = attempts
        self.at = at
        self.data = {} if data is None else data
        self.failures = list(failures)
        self.cause = cause

    def __repr__(self):
        return f'<Failure {self.name}: {self.message}>'
