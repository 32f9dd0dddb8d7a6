"""The exceptions of the flow API."""


def __getattr__(name):
    if name == 'CloudomationException':
        from flow_api._calls import threads

        run = getattr(threads, 'run', None)
        if run is not None:
            run.deprecated(name, 'EngineException')
        return EngineException
    raise AttributeError(f"module 'flow_api.exceptions' has no attribute '{name}'")


class EngineException(Exception):
    """Base of all errors that calls of the flow API raise."""

    def __init__(self, message=''):
        super().__init__(message)
        self.message = str(message)

    def __str__(self):
        return self.message


class InternalError(EngineException):
    """A fault of the engine, not of the script."""


class PermissionDenied(EngineException):
    """The execution is not allowed to do this."""


class ResourceNotFoundError(EngineException):
    """A record does not exist."""


class DependencyFailedError(EngineException):
    """An execution that was waited for did not succeed.

    ``execution`` is the first failed one, ``executions`` are all that have failed so far.
    ``__cause__`` is the engine exception it failed with, if it was one.
    """

    def __init__(self, message='', execution=None, executions=()):
        super().__init__(message)
        self.execution = execution
        self.executions = list(executions)


class SchemaValidationError(EngineException):
    """A value does not fit its schema."""


class MissingInputError(EngineException):
    """A required input was not given."""


class InvalidInputError(EngineException):
    """A wrong type or value, or a call that makes no sense."""


class ExtraInputError(EngineException):
    """An input that is not known was given."""


class TimeoutExceededError(EngineException):
    """Base of the errors of calls whose ``timeout`` is over."""


class LockTimeoutError(TimeoutExceededError):
    """``acquire`` took longer than its timeout."""


class MessageResponseTimeoutError(TimeoutExceededError):
    """A message was not answered in time. It stays open."""


class DependencyTimeoutError(TimeoutExceededError):
    """Waiting for executions took longer than its timeout. They continue."""


class StepTimeoutError(TimeoutExceededError):
    """A step took longer than its timeout."""


class StepFailedError(EngineException):
    """A step raised an error of a class of its own; ``error.name`` is the name of that class."""

    def __init__(self, message='', error=None):
        super().__init__(message)
        self.error = error


class ParallelFailedError(EngineException):
    """Branches of a parallel group failed."""


class CircuitOpenError(EngineException):
    """A circuit breaker is open."""


class ResultTooLargeError(EngineException):
    """A result is larger than the limit."""


class SagaCompensationError(EngineException):
    """The compensation of a saga failed."""


class IdempotencyConflictError(EngineException):
    """An idempotency key was used before, with other inputs."""


class ConcurrencyDeadlockError(EngineException):
    """Executions wait for each other in a circle."""


class QueueFullError(EngineException):
    """A queue has reached its limit."""


class StreamConflictError(EngineException):
    """A stream was written by somebody else."""


class RestartMismatchError(EngineException):
    """A restart does not fit what was recorded."""


class SecretNotFoundError(EngineException):
    """A secret does not exist."""


class LifecycleSignal(BaseException):
    """The execution ends. Scripts cannot catch it; their clean-up code runs."""

    def __init__(self, message=None):
        super().__init__() if message is None else super().__init__(message)
        self.message = '' if message is None else str(message)

    def __str__(self):
        return self.message


class ExecutionSuccess(LifecycleSignal):
    """The execution ends successfully."""


class ExecutionError(LifecycleSignal):
    """The execution ends with an error."""


class ExecutionCancel(LifecycleSignal):
    """The execution was cancelled."""
