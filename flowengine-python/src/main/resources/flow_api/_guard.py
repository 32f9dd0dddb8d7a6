"""Keeps ``except`` clauses of scripts from seeing the signals by which executions end.

In front of the first handler of each ``try`` a clause is put that raises the signal on. The tree is
rewritten before it is compiled, and positions are copied, so that tracebacks show the lines of the
script. Scripts without ``except`` are compiled as they are, unless their lines are watched.
"""

import builtins

from flow_api.exceptions import LifecycleSignal

_NAME = '__lifecycle_signal__'


def compile_script(text, file):
    """Compiles the text of a script.

    :raises SyntaxError: if it is not Python
    """
    if 'except' not in text:
        return compile(text, file, 'exec', dont_inherit=True)
    return compile(parse(text, file), file, 'exec', dont_inherit=True)


def parse(text, file):
    """Makes the guarded tree of a script.

    :raises SyntaxError: if it is not Python
    """
    import ast

    tree = compile(text, file, 'exec', ast.PyCF_ONLY_AST, dont_inherit=True)
    guard(ast, tree, file)
    return tree


def guard(ast, tree, file):
    """Puts the clauses into the tree of a script.

    :param ast: the module, which scripts without ``except`` do not need
    :raises SyntaxError: if the script uses ``except*``
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Try) and node.handlers:
            node.handlers.insert(0, _clause(ast, node.handlers[0]))
        elif type(node).__name__ == 'TryStar':
            raise SyntaxError(
                'except* is not supported by this Python interpreter',
                (file, node.lineno, node.col_offset + 1, None))


def _clause(ast, first):
    guard = ast.ExceptHandler(
        type=ast.Name(id=_NAME, ctx=ast.Load()), name=None, body=[ast.Raise(exc=None, cause=None)])
    for node in ast.walk(guard):
        ast.copy_location(node, first)
    return guard


def install():
    """Puts the name that compiled scripts use where they find it. Called once."""
    setattr(builtins, _NAME, LifecycleSignal)
