"""Keeps ``except`` clauses of scripts from seeing the signals by which executions end.

In front of the first handler of each ``try`` a clause is put that raises the signal on. The tree is
rewritten before it is compiled, and positions are copied, so that tracebacks show the lines of the
script. Scripts without ``except`` are compiled as they are.
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
    import ast

    tree = compile(text, file, 'exec', ast.PyCF_ONLY_AST, dont_inherit=True)
    for node in ast.walk(tree):
        if isinstance(node, ast.Try) and node.handlers:
            node.handlers.insert(0, _clause(ast, node.handlers[0]))
        elif type(node).__name__ == 'TryStar':
            for handler in node.handlers:
                handler.type = _filtered(ast, handler.type)
    return compile(tree, file, 'exec', dont_inherit=True)


def _clause(ast, first):
    guard = ast.ExceptHandler(
        type=ast.Name(id=_NAME, ctx=ast.Load()), name=None, body=[ast.Raise(exc=None, cause=None)])
    return _at(ast, guard, first)


def _filtered(ast, matched):
    call = ast.Call(
        func=ast.Name(id=_NAME + 'filter', ctx=ast.Load()), args=[matched], keywords=[])
    return _at(ast, call, matched)


def _at(ast, made, place):
    ast.copy_location(made, place)
    for node in ast.walk(made):
        if node is not place and not hasattr(node, 'lineno'):
            ast.copy_location(node, place)
    return made


def _filter(matched):
    """Replaces what an ``except*`` matches by its part that is no signal."""
    classes = matched if isinstance(matched, tuple) else (matched,)
    kept = [each for each in classes if not issubclass(LifecycleSignal, each)]
    if len(kept) < len(classes):
        kept.append(Exception)
    return tuple(kept)


def install():
    """Puts the names that compiled scripts use where they find them. Called once."""
    setattr(builtins, _NAME, LifecycleSignal)
    setattr(builtins, _NAME + 'filter', _filter)
