"""Finds out which functions of an execution script come to a step call.

Those are the ones that must be able to stand still in the middle, so they are made generators. A
name means what it means in Python: the binding in the innermost function around it. What cannot
stand still is a finding, with line and column; all of them are collected.
"""

import ast

STEPS = frozenset(('execute_task', 'execute_flow', 'sleep', 'gate', 'once'))
_HOME = ('flow_api', 'flow_api.elements')
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class Refused(SyntaxError):
    """A script calls steps where it cannot. The message names all places, with line and column."""

    def __init__(self, code, why, file, findings):
        findings = sorted(set(findings))
        text = '; '.join(f'line {line}, column {column}: {what}' for line, column, what in findings)
        super().__init__(f'{code}: {why}: {text}', (file, *findings[0][:2], None))

    def __str__(self):
        return self.msg


class Scope:
    """A function, the script itself, or something else that has names of its own."""

    def __init__(self, node, outer, kind):
        self.node = node
        self.outer = outer
        self.kind = kind
        self.bound = {}
        self.outside = set()
        self.calls = []
        self.values = []
        self.suspends = False
        self.is_generator = False

    def bind(self, name, what):
        """Notes that a name is bound here; ``what`` is the scope of a function, else ``None``."""
        if name not in self.outside:
            self.bound.setdefault(name, []).append(what)

    def binding(self, name):
        """Finds the scope in which a name that is used here is bound; ``None`` for a global."""
        scope = self
        while scope is not None:
            if name in scope.bound and (scope.kind != 'class' or scope is self):
                return scope
            scope = scope.outer
        return None

    def functions(self, name):
        """The functions of the script that a name may mean here."""
        home = self.binding(name)
        return [] if home is None else [each for each in home.bound[name] if each is not None]

    def is_step(self, name):
        """Tells whether a name is that of a step function here."""
        return name in STEPS and self.binding(name) is None


class Scopes(ast.NodeVisitor):
    """The scopes of a script. ``of`` maps a function or the module to its scope."""

    def __init__(self, tree):
        self.of = {}
        self.findings = []
        self.script = self._scope = self._open(tree, 'script')
        self._forbidden = None
        self._all = [self.script]
        for statement in tree.body:
            self.visit(statement)
        self._spread()
        self._judge()

    def _open(self, node, kind, outer=None):
        scope = Scope(node, outer, kind)
        self.of[node] = scope
        return scope

    def refuse(self, node, why):
        """Adds a finding at a place of the script."""
        self.findings.append((node.lineno, node.col_offset + 1, why))

    # ------------------------------------------------------------------ what is in the script

    def _inside(self, node, kind, parts):
        scope = self._open(node, kind, self._scope)
        self._all.append(scope)
        outer, self._scope = self._scope, scope
        parts()
        self._scope = outer
        return scope

    def visit_FunctionDef(self, node):
        for each in node.decorator_list:
            self._within('a decorator', each)
        self._visit_all((*node.args.defaults, *filter(None, node.args.kw_defaults)))
        scope = self._inside(node, 'function', lambda: self._function(node))
        self._scope.bind(node.name, scope)

    def visit_AsyncFunctionDef(self, node):
        self._scope.bind(node.name, None)
        self._visit_all((*node.args.defaults, *filter(None, node.args.kw_defaults)))
        self._inside(node, 'an async function', lambda: self._function(node))

    def _function(self, node):
        self._parameters(node.args)
        self._declared(node.body)
        self._visit_all(node.body)

    def _parameters(self, args):
        every = (*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg)
        for each in every:
            if each is not None:
                self._scope.bind(each.arg, None)

    def _declared(self, body):
        """Names that a function takes from outside are not its own."""
        for statement in body:
            for node in ast.walk(statement):
                if isinstance(node, (ast.Global, ast.Nonlocal)):
                    self._scope.outside.update(node.names)

    def visit_Lambda(self, node):
        self._visit_all((*node.args.defaults, *filter(None, node.args.kw_defaults)))

        def body():
            self._parameters(node.args)
            self.visit(node.body)

        self._inside(node, 'a lambda', body)

    def visit_ClassDef(self, node):
        for each in node.decorator_list:
            self._within('a decorator', each)
        self._visit_all((*node.bases, *node.keywords))
        self._scope.bind(node.name, None)
        self._inside(node, 'class', lambda: self._visit_all(node.body))

    def _comprehension(self, node):
        first = node.generators[0]
        self.visit(first.iter)
        kind = 'a generator expression' if isinstance(node, ast.GeneratorExp) else 'a comprehension'

        def rest():
            for each in node.generators:
                self.visit(each.target)
                if each is not first:
                    self.visit(each.iter)
                self._visit_all(each.ifs)
            if isinstance(node, ast.DictComp):
                self._visit_all((node.key, node.value))
            else:
                self.visit(node.elt)

        self._inside(node, kind, rest)

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension

    def _within(self, what, node):
        before, self._forbidden = self._forbidden, what
        self.visit(node)
        self._forbidden = before

    def visit_For(self, node):
        self.visit(node.iter)
        self._within('the target of a loop', node.target)
        self._visit_all((*node.body, *node.orelse))

    visit_AsyncFor = visit_For

    def _visit_all(self, nodes):
        for each in nodes:
            self.visit(each)

    def visit_Yield(self, node):
        self._scope.is_generator = True
        if self._scope is self.script:
            self.refuse(node, 'the script itself cannot yield')
        self.generic_visit(node)

    visit_YieldFrom = visit_Yield

    # ------------------------------------------------------------------ names

    def visit_Name(self, node):
        if isinstance(node.ctx, ast.Load):
            self._scope.values.append((node, self._forbidden))
        else:
            home = self._scope
            home.bind(node.id, None)

    def visit_NamedExpr(self, node):
        self.visit(node.value)
        home = self._scope
        while isinstance(home.node, _COMPREHENSIONS):
            home = home.outer
        home.bind(node.target.id, None)

    def visit_ExceptHandler(self, node):
        if node.name:
            self._scope.bind(node.name, None)
        self.generic_visit(node)

    def visit_Import(self, node):
        for each in node.names:
            self._scope.bind(each.asname or each.name.split('.')[0], None)

    def visit_ImportFrom(self, node):
        for each in node.names:
            if each.name in STEPS and node.module in _HOME:
                if each.asname and each.asname != each.name:
                    self.refuse(node, f'{each.name} cannot have another name')
            else:
                self._scope.bind(each.asname or each.name, None)

    def visit_MatchAs(self, node):
        if node.name:
            self._scope.bind(node.name, None)
        self.generic_visit(node)

    def visit_MatchStar(self, node):
        if node.name:
            self._scope.bind(node.name, None)

    def visit_MatchMapping(self, node):
        if node.rest:
            self._scope.bind(node.rest, None)
        self.generic_visit(node)

    def visit_Call(self, node):
        if not isinstance(node.func, ast.Name):
            self.generic_visit(node)
            return
        self._scope.calls.append((node, self._forbidden))
        arguments = node.args
        if node.func.id == 'once' and arguments and isinstance(arguments[0], ast.Name):
            arguments = arguments[1:]
        self._visit_all((*arguments, *node.keywords))

    # ------------------------------------------------------------------ who suspends

    def _spread(self):
        """A function suspends if it calls a step, or a function that suspends."""
        changed = True
        while changed:
            changed = False
            for scope in self._all:
                if not scope.suspends and any(self.suspends(scope, c) for c, _ in scope.calls):
                    scope.suspends = changed = True

    def suspends(self, scope, call):
        """Tells whether a call may stand still."""
        if not isinstance(call.func, ast.Name):
            return False
        name = call.func.id
        return scope.is_step(name) or any(each.suspends for each in scope.functions(name))

    def _judge(self):
        for scope in self._all:
            for call, forbidden in scope.calls:
                if self.suspends(scope, call):
                    self._judge_call(scope, call, forbidden)
            for name, _ in scope.values:
                self._judge_value(scope, name)
            if scope.kind == 'function' and scope.suspends:
                self._judge_function(scope)

    def _judge_call(self, scope, call, forbidden):
        name = call.func.id
        where = forbidden
        if where is None and scope.kind == 'class':
            where = 'the body of a class'
        elif where is None and scope.kind not in ('script', 'function'):
            where = scope.kind
        elif where is None and scope.is_generator:
            where = 'a generator'
        if where is not None:
            self.refuse(call, f'{name}(...) in {where}')
        elif scope.is_step(name):
            if name == 'once':
                self._judge_once(scope, call)
        elif None in scope.binding(name).bound[name]:
            self.refuse(call, f'{name}(...) calls steps, so {name} must be nothing but a function')

    def _judge_once(self, scope, call):
        first = call.args[0] if call.args else None
        wanted = ('execute_task', 'execute_flow')
        if not (isinstance(first, ast.Name) and first.id in wanted and scope.is_step(first.id)):
            self.refuse(call, 'the first argument of once must be execute_task or execute_flow')

    def _judge_value(self, scope, name):
        if scope.is_step(name.id):
            self.refuse(name, f'{name.id} as a value; call it by its name')
        elif any(each.suspends for each in scope.functions(name.id)):
            self.refuse(name, f'{name.id} as a value: it calls steps; call it by its name')

    def _judge_function(self, scope):
        node = scope.node
        if node.decorator_list:
            self.refuse(node, f'{node.name} calls steps, so it cannot have a decorator')
        if scope.outer.kind == 'class':
            self.refuse(node, f'{node.name} is a method that calls steps; make it a function')
