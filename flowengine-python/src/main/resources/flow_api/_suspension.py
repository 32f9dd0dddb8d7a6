"""Rewrites an execution script so that it stands still at each step call.

The script becomes a generator function, called once for each element. A step call becomes ``yield
(position, request)``; a function of the script that comes to a step call becomes a generator too and
is called by ``yield from``. So an element that waits is a suspended generator and holds no thread.

A *position* is a tuple that is compared item by item. Each call has a number, in the order in which
a script comes to them: that orders statements, branches, the parts of a ``try`` and the parts of an
expression. In front of the number of a call stand, for each loop around it, the number of the loop
and of the iteration, and in front of all of them the position of the call of the function it is in.
Among the elements of a flow those at the smallest position go on first, which keeps them in
lock-step; the iteration comes before the place inside the loop, so that nobody who has gone round a
loop overtakes those who have not.
"""

import ast

from flow_api import _guard
from flow_api._requests import Requests
from flow_api._scopes import Refused, Scopes

ENTRY = '__script__'
_ME = '__me__'
_AT = '__at__'
_OWN = frozenset((
    'element', 'context', 'inputs', 'outputs', 'results', 'current', 'cohort', 'batch', 'batches',
    'is_first_live', 'elements', 'first', 'last'))


def compile_script(text, file):
    """Compiles the text of an execution script.

    :returns: the code, which defines the generator function, and what is known of its calls
    :raises SyntaxError: if it is not Python
    :raises Refused: if it cannot stand still where it calls a step
    """
    tree = compile(text, file, 'exec', ast.PyCF_ONLY_AST, dont_inherit=True)
    scopes = Scopes(tree)
    rewriter = _Rewriter(scopes)
    body = rewriter.script(tree)
    if scopes.findings:
        raise Refused(
            'STEP_NOT_SUSPENDABLE', 'a step cannot be called here', file, scopes.findings)
    module = ast.Module(body=[_function(body)], type_ignores=[])
    ast.fix_missing_locations(module)
    _guard.guard(ast, module, file)
    return compile(module, file, 'exec', dont_inherit=True), rewriter.calls


class Calls:
    """What is known of the calls of a script.

    ``requests`` makes what they ask for, ``used`` are the numbers of those whose result the script
    looks at, ``tasks`` and ``flows`` the names that it says in plain text, ``on_all`` those of the
    flows that each instance runs on all elements, whatever happens.
    """

    def __init__(self):
        self.requests = Requests()
        self.used = set()
        self.tasks = set()
        self.flows = set()
        self.on_all = set()

    def look_at(self, tree, all_elements):
        """Notes what is called on all elements before the script decides anything.

        :param all_elements: the names that stand for all elements
        """
        for statement in tree.body:
            for call in _certain(statement):
                if _runs_on_all(call, all_elements):
                    self.on_all.add(call.args[0].value)
            if any(isinstance(node, (ast.Return, ast.Raise)) for node in ast.walk(statement)):
                return

    def note(self, call):
        """Notes the name that a call of a step says."""
        named = [each for each in call.args[:2] if isinstance(each, ast.Constant)]
        function = call.func.id
        if function == 'once' and named:
            function = named.pop(0).value
        names = {'execute_task': self.tasks, 'execute_flow': self.flows}.get(function)
        if names is not None and named and call.args.index(named[0]) == (call.func.id == 'once'):
            names.add(str(named[0].value))


def _certain(statement):
    """The calls of a statement that are made whenever it is."""
    if isinstance(statement, (ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return)):
        value = statement.value
        while isinstance(value, ast.Attribute):
            value = value.value
        if isinstance(value, ast.Call):
            yield value


def _runs_on_all(call, all_elements):
    if not (isinstance(call.func, ast.Name) and call.func.id == 'execute_flow' and call.args
            and isinstance(call.args[0], ast.Constant)):
        return False
    given = [*call.args[1:2], *(each.value for each in call.keywords if each.arg == 'elements')]
    return any(isinstance(each, ast.Name) and each.id in all_elements for each in given)


def _function(body):
    arguments = ast.arguments(
        posonlyargs=[], args=[ast.arg(_ME)], kwonlyargs=[], kw_defaults=[], defaults=[])
    never = ast.If(ast.Constant(0), [ast.Expr(ast.Yield(None))], [])
    return ast.FunctionDef(
        name=ENTRY, args=arguments, body=[*body, never], decorator_list=[], type_params=[],
        lineno=1, col_offset=0)


def _load(name):
    return ast.Name(name, ast.Load())


def _store(name):
    return ast.Name(name, ast.Store())


class _Rewriter(ast.NodeTransformer):
    """Goes through the script in the order of evaluation and numbers the calls."""

    def __init__(self, scopes):
        self.calls = Calls()
        self._scopes = scopes
        self._scope = scopes.script
        self._loops = ()
        self._number = 0
        self._made = 0
        self._made_outside = set()

    def script(self, tree):
        self.calls.look_at(tree, {'ALL', 'elements'} - set(self._scope.bound))
        body = self._body(tree.body)
        bound = sorted(_OWN & set(self._scope.bound))
        given = [ast.Assign([_store(name)], self._own(name)) for name in bound]
        names = sorted(self._made_outside)
        declared = [
            ast.If(ast.Constant(0), [ast.Assign([_store(n)], ast.Constant(None))], [])
            for n in names]
        return [*given, *declared, *body]

    @staticmethod
    def _own(name):
        return ast.Attribute(_load(_ME), name, ast.Load())

    def _next(self):
        self._number += 1
        return self._number

    def _all(self, nodes):
        return [self.visit(each) for each in nodes]

    def _body(self, statements):
        rewritten = []
        for each in statements:
            new = self.visit(each)
            rewritten += new if isinstance(new, list) else [new]
        return rewritten

    # ------------------------------------------------------------------ order of evaluation

    def visit_Assign(self, node):
        node.value = self.visit(node.value)
        node.targets = self._all(node.targets)
        return node

    def visit_AnnAssign(self, node):
        if node.value is not None:
            node.value = self.visit(node.value)
        node.target = self.visit(node.target)
        return node

    def visit_Dict(self, node):
        for index, key in enumerate(node.keys):
            if key is not None:
                node.keys[index] = self.visit(key)
            node.values[index] = self.visit(node.values[index])
        return node

    def visit_Expr(self, node):
        node.value = self.visit(node.value)
        if isinstance(node.value, ast.Yield):
            self.calls.used.discard(self._number)
        return node

    # ------------------------------------------------------------------ loops

    def visit_For(self, node):
        node.iter = self.visit(node.iter)
        counter, counts = self._loop()
        outer = self._loops
        made = self._made
        self._loops = (*outer, counts)
        node.target = self.visit(node.target)
        node.body = self._body(node.body)
        self._loops = outer
        node.orelse = self._body(node.orelse)
        if made == self._made:
            return node
        node.body.insert(0, _located(
            ast.AugAssign(_store(counter), ast.Add(), ast.Constant(1)), node))
        return [self._from_zero(counter, node), node]

    def visit_While(self, node):
        counter, counts = self._loop()
        outer = self._loops
        made = self._made
        self._loops = (*outer, counts)
        node.test = self.visit(node.test)
        node.body = self._body(node.body)
        self._loops = outer
        node.orelse = self._body(node.orelse)
        if made == self._made:
            return node
        count = ast.NamedExpr(
            _store(counter), ast.BinOp(_load(counter), ast.Add(), ast.Constant(1)))
        node.test = _located(ast.BoolOp(ast.And(), [count, node.test]), node.test)
        return [self._from_zero(counter, node), node]

    def _loop(self):
        number = self._next()
        counter = f'__loop{number}__'
        return counter, (number, counter)

    @staticmethod
    def _from_zero(counter, node):
        return _located(ast.Assign([_store(counter)], ast.Constant(0)), node)

    # ------------------------------------------------------------------ scopes

    def _inside(self, node, parts):
        outer, loops = self._scope, self._loops
        self._scope = self._scopes.of[node]
        self._loops = ()
        parts()
        self._scope, self._loops = outer, loops

    def visit_FunctionDef(self, node):
        node.decorator_list = self._all(node.decorator_list)
        self._defaults(node.args)

        def body():
            node.body = self._body(node.body)

        self._inside(node, body)
        if self._scopes.of[node].suspends:
            node.args.posonlyargs.insert(0, ast.arg(_AT))
        return node

    visit_AsyncFunctionDef = visit_FunctionDef

    def _defaults(self, args):
        args.defaults = self._all(args.defaults)
        args.kw_defaults = [each and self.visit(each) for each in args.kw_defaults]

    def visit_Lambda(self, node):
        self._defaults(node.args)

        def body():
            node.body = self.visit(node.body)

        self._inside(node, body)
        return node

    def visit_ClassDef(self, node):
        node.decorator_list = self._all(node.decorator_list)
        node.bases = self._all(node.bases)
        node.keywords = self._all(node.keywords)

        def body():
            node.body = self._body(node.body)

        self._inside(node, body)
        return node

    def _comprehension(self, node):
        first = node.generators[0]
        first.iter = self.visit(first.iter)

        def rest():
            for each in node.generators:
                if each is not first:
                    each.iter = self.visit(each.iter)
                each.target = self.visit(each.target)
                each.ifs = self._all(each.ifs)
            if isinstance(node, ast.DictComp):
                node.key = self.visit(node.key)
                node.value = self.visit(node.value)
            else:
                node.elt = self.visit(node.elt)

        self._inside(node, rest)
        return node

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension

    def visit_Global(self, node):
        if self._scope is self._scopes.script:
            return _located(ast.Pass(), node)
        self._made_outside.update(node.names)
        return _located(ast.Nonlocal(node.names), node)

    # ------------------------------------------------------------------ names and calls

    def visit_Name(self, node):
        if node.id in _OWN and isinstance(node.ctx, ast.Load) and self._scope.binding(node.id) is None:
            return _located(self._own(node.id), node)
        return node

    def visit_Call(self, node):
        if not self._scopes.suspends(self._scope, node):
            return self.generic_visit(node)
        step = self._scope.is_step(node.func.id)
        once = step and node.func.id == 'once' and node.args
        if once:
            node.args[0] = ast.Constant(getattr(node.args[0], 'id', None))
        node.args = self._all(node.args)
        node.keywords = self._all(node.keywords)
        number = self._next()
        self._made += 1
        if not step:
            node.args.insert(0, self._position(number))
            return _located(ast.YieldFrom(node), node)
        self.calls.used.add(number)
        self.calls.note(node)
        return _located(ast.Yield(self._request(node, number)), node)

    def _request(self, node, number):
        """What is yielded: one constant if that can be, so that a round finds it equal at once."""
        text = self.calls.requests.constant(number, node)
        position = self._position(number)
        if text is None:
            node.func = _located(self._own(node.func.id), node.func)
            node.args.insert(0, ast.Constant(number))
            return ast.Tuple([position, node], ast.Load())
        if isinstance(position, ast.Constant):
            return ast.Constant((position.value, text))
        return ast.Tuple([position, ast.Constant(text)], ast.Load())

    def _position(self, number):
        items = [
            item for loop, counter in self._loops for item in (ast.Constant(loop), _load(counter))]
        inside = self._scope is not self._scopes.script
        if not items and not inside:
            return ast.Constant((number,))
        here = ast.Tuple([*items, ast.Constant(number)], ast.Load())
        return ast.BinOp(_load(_AT), ast.Add(), here) if inside else here


def _located(new, old):
    ast.copy_location(new, old)
    for each in ast.walk(new):
        if not hasattr(each, 'lineno') and 'lineno' in each._attributes:
            ast.copy_location(each, old)
    return new
