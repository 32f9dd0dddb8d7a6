"""Reads the shape of a script from its tree: steps, branches, loops."""

import ast
import json

_CHILDREN = {'flow', 'connect', 'script', 'run_wrapped', 'task'}
_WAITS = {'wait_for', 'wait', 'sleep', 'message', 'receive', 'pause', 'acquire'}
_ENDS = {'success', 'error', 'cancel', 'continue_as'}
_MOST = 3


def outline(text, file):
    """Describes the functions of a script.

    :returns: JSON, a list of functions
    :raises SyntaxError: if it is not Python
    """
    tree = compile(text, file, 'exec', ast.PyCF_ONLY_AST, dont_inherit=True)
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    functions.sort(key=lambda node: node.name != 'handler')
    found = [_function(node) for node in functions]
    return json.dumps([
        each for each in found if each['name'] == 'handler' or _is_worth(each['blocks'])])


def _is_worth(blocks):
    return any(block['kind'] not in ('CODE', 'END') for block in blocks)


def _function(node):
    names = [argument.arg for argument in node.args.args]
    this = names[1] if node.name == 'handler' and len(names) > 1 else 'this'
    return {'name': node.name, 'blocks': _Reader(this).blocks(node.body)}


class _Reader:
    def __init__(self, this):
        self._this = this

    def blocks(self, body):
        blocks = []
        for place, statement in enumerate(body):
            if place == 0 and _is_docstring(statement):
                continue
            blocks += self._read(statement)
        return _merged(blocks)

    def _read(self, node):
        if isinstance(node, ast.If):
            return [self._choice(node)]
        if isinstance(node, (ast.For, ast.While)):
            return self._loop(node)
        if isinstance(node, ast.Try):
            return self._attempt(node)
        if isinstance(node, ast.With):
            head = 'with ' + ', '.join(ast.unparse(item) for item in node.items)
            return [_step(node, head, self._kind(node.items), node.lineno), *self.blocks(node.body)]
        if isinstance(node, ast.Match):
            return [self._match(node)]
        if isinstance(node, (ast.Pass, ast.Global, ast.Nonlocal, ast.Import, ast.ImportFrom)):
            return []
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            return [_step(node, f'def {node.name}' if isinstance(node, ast.FunctionDef) else f'class {node.name}', 'CODE', node.lineno)]
        return [_step(node, ast.unparse(node), self._kind(node), node.end_lineno)]

    def _choice(self, node):
        otherwise = self.blocks(node.orelse)
        return {
            'kind': 'choice', 'line': node.lineno, 'text': ast.unparse(node.test) + '?',
            'branches': [
                {'label': 'yes', 'blocks': self.blocks(node.body)},
                {'label': 'no', 'blocks': otherwise}]}

    def _loop(self, node):
        if isinstance(node, ast.For):
            text = f'for {ast.unparse(node.target)} in {ast.unparse(node.iter)}'
        else:
            text = f'while {ast.unparse(node.test)}'
        loop = {
            'kind': 'loop', 'line': node.lineno, 'text': text, 'blocks': self.blocks(node.body)}
        return [loop, *self.blocks(node.orelse)]

    def _attempt(self, node):
        branches = [{'label': 'no error', 'blocks': self.blocks(node.orelse)}]
        for handler in node.handlers:
            name = 'any error' if handler.type is None else ast.unparse(handler.type)
            branches.append({'label': name, 'blocks': self.blocks(handler.body)})
        blocks = self.blocks(node.body)
        if node.handlers and not _ends(blocks):
            first = node.body[0].lineno
            blocks.append({
                'kind': 'choice', 'line': first, 'text': 'did it fail?', 'branches': branches})
        elif node.handlers:
            blocks.insert(0, {
                'kind': 'choice', 'line': node.lineno, 'text': 'try',
                'branches': [{'label': 'no error', 'blocks': blocks}, *branches[1:]]})
            del blocks[1:]
        return [*blocks, *self.blocks(node.finalbody)]

    def _match(self, node):
        return {
            'kind': 'choice', 'line': node.lineno, 'text': ast.unparse(node.subject) + '?',
            'branches': [
                {'label': ast.unparse(case.pattern), 'blocks': self.blocks(case.body)}
                for case in node.cases] + [{'label': 'else', 'blocks': []}]}

    def _kind(self, nodes):
        """Tells what a statement does, by the calls in it."""
        kinds = set()
        for root in nodes if isinstance(nodes, list) else [nodes]:
            if isinstance(root, (ast.Return, ast.Raise, ast.Break, ast.Continue)):
                kinds.add('END')
            for node in ast.walk(root):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    kinds.add(self._called(node.func))
        for kind in ('END', 'CHILD', 'STEP', 'WAIT'):
            if kind in kinds:
                return kind
        return 'CODE'

    def _called(self, func):
        owner = func.value
        while isinstance(owner, (ast.Attribute, ast.Call)):
            owner = owner.func if isinstance(owner, ast.Call) else owner.value
        root = owner.id if isinstance(owner, ast.Name) else ''
        if root == self._this and func.attr in _ENDS:
            return 'END'
        if root == self._this and func.attr in _CHILDREN:
            return 'CHILD'
        if root == 'flow_api' and func.attr in ('step', 'map', 'parallel'):
            return 'STEP'
        if func.attr in _WAITS and root in (self._this, 'system', 'time'):
            return 'WAIT'
        return 'CODE'


def _is_docstring(statement):
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _ends(blocks):
    if not blocks:
        return False
    last = blocks[-1]
    if last['kind'] == 'choice':
        return all(_ends(branch['blocks']) for branch in last['branches'])
    return last['kind'] == 'END'


def _step(node, text, kind, last):
    return {'kind': kind, 'line': node.lineno, 'last': last, 'text': text}


def _merged(blocks):
    """Puts plain statements that follow one another into one box."""
    merged = []
    for block in blocks:
        last = merged[-1] if merged else None
        if (last is not None and last['kind'] == block['kind'] == 'CODE'
                and last['text'].count('\n') + 1 < _MOST):
            last['text'] += '\n' + block['text']
            last['last'] = block['last']
        else:
            merged.append(block)
    return merged
