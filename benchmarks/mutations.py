"""Mutants of Python source: every small fault that can be put into it, as a replacement of a span of its text."""

import ast
import copy
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Add,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_CALLS = {
    "any": "all",
    "all": "any",
    "min": "max",
    "max": "min",
    "startswith": "endswith",
    "endswith": "startswith",
    "find": "rfind",
    "rfind": "find",
    "partition": "rpartition",
    "rpartition": "partition",
    "lstrip": "rstrip",
    "rstrip": "lstrip",
    "bisect_left": "bisect_right",
    "bisect_right": "bisect_left",
    "match": "search",
    "search": "match",
    "fullmatch": "match",
}
_UNWRAPPED = {"sorted", "reversed", "strip", "casefold", "lower"}
_MAX_STRING = 12  # characters; longer strings are messages and patterns, whose mutants say little


@dataclass(frozen=True)
class _Place:
    """The place of a node: the line of its statement in a function, else None and the names that it defines."""

    line: int | None = None
    names: tuple[str, ...] = ()
    is_function: bool = False

    def at(self, statement: ast.stmt) -> "_Place":
        """Return the place of a statement inside this one."""
        if self.is_function:
            return _Place(statement.lineno, self.names, is_function=True)
        names = self.names
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            names = tuple(item.id for item in ast.walk(statement) if isinstance(item, ast.Name))[:1]
        return _Place(None, names)


EQUIVALENT: dict[tuple[str, str, str], str] = {
    (
        "pipeline/article/markdown/events.py",
        'if tag == "Text" and start and text[start - 1] == "\\\\":',
        "(start and text[start - 1] == '\\\\')",
    ): "an odd backslash escapes what follows, so that only text can follow it",
    (
        "pipeline/article/placeholders/reconcile.py",
        "if _is_fine(target, segment, found, wanted):",
        "(False)",
    ): "a short cut: the long way changes nothing in such a target",
    (
        "pipeline/catalog/read.py",
        'if "\\\\" in above:',
        '""',
    ): "a short cut: without a backslash there is nothing to replace",
    (
        "pipeline/catalog/update/fuzzy.py",
        "return 200 * (min(one, other) + 1) >= score * (one + other)",
        "(score // (one + other))",
    ): "a short cut: the comparison itself gives no score below the minimum",
    (
        "pipeline/article/placeholders/links.py",
        "empty = _EMPTY.match(after)",
        "(_EMPTY.search(after))",
    ): "the pattern begins with ^",
    (
        "pipeline/article/placeholders/repair.py",
        'by_label = {normalize(item.label or ""): item for item in missing}',
        "(item.label)",
    ): "a note has a label",
    (
        "pipeline/catalog/update/fuzzy.py",
        "if not units or not (entries or obsolete):",
        "(not (entries or obsolete))",
    ): "a short cut: without units nothing is found",
    (
        "pipeline/article/placeholders/reconcile.py",
        "if _is_fine(target, segment, found, wanted):",
        "(_is_fine(target, segment, wanted, found))",
    ): "past its first line the function knows that both have the same names, and asks only for these",
    (
        "pipeline/article/placeholders/reconcile.py",
        'elif "`" not in target and "{url" not in target:',
        '""',
    ): "a short cut: the long way changes nothing in such a target",
    (
        "pipeline/article/placeholders/reconcile.py",
        'if not target.count("{") == target.count("}") == len(found) or "｛" in target or "❴" in target:',
        '""',
    ): "a short cut: the long way changes nothing in such a target",
    (
        "pipeline/catalog/update/join.py",
        "if end not in seen:",
        "(True)",
    ): "a short cut: what follows a place is the same each time that it is tried",
    (
        "pipeline/catalog/update/__init__.py",
        "if not texts:",
        "(False)",
    ): "a short cut: without texts nothing is found",
    (
        "pipeline/catalog/update/fuzzy.py",
        "is_piece = len(units) > 1 and any(piece != FOLD for piece in targets[:index] + targets[index + 1 :])",
        "(len(units) >= 1)",
    ): "one unit has one target, and no others besides it",
    (
        "pipeline/article/placeholders/reconcile.py",
        "if _SUSPECT.search(target):",
        "(True)",
    ): "a short cut: the long way changes nothing in such a target",
    (
        "pipeline/edition/compose.py",
        "if key not in nested.composed:",
        "(True)",
    ): "a cache: the block is composed again",
    (
        "pipeline/article/markdown/inline.py",
        "return [(start, end) for start, end in pairwise([*cuts, len(view)]) if start < end]",
        "(start <= end)",
    ): "an empty range becomes an empty piece of text, which is joined to its neighbour",
    (
        "pipeline/catalog/update/split.py",
        "start, end = place or (0, 0)",
        "1",
    ): "there is a place in every run that was found",
}
"""Mutants that no behaviour can tell apart, with the reason: the file, the line, and the changed text."""


@dataclass(frozen=True)
class Mutant:
    """A fault: the span of a file's text that it replaces, by byte offsets, and the line before and after.

    `statement` is the line of the innermost statement in a function around it, None at module or class level; there,
    `names` are the names that its statement defines. `equivalent` is the reason why no test can notice it, or empty.
    """

    path: str
    line: int
    start: int
    end: int
    text: str
    before: str
    after: str
    statement: int | None
    names: tuple[str, ...] = ()
    equivalent: str = ""

    def lot(self, seed: int) -> str:
        """Return the number that decides whether it is drawn; changes elsewhere in the code do not change it."""
        return hashlib.sha256("\n".join((str(seed), self.path, self.before, self.after)).encode()).hexdigest()

    def apply(self, source: str) -> str:
        """Return the source with the fault in it."""
        data = source.encode()
        return (data[: self.start] + self.text.encode() + data[self.end :]).decode()


def find_mutants(path: str, source: str) -> Iterator[Mutant]:
    """Yield every mutant of a file, in the order of its text."""
    tree = ast.parse(source)
    data = source.encode()
    starts = [0]
    for line in data.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for owner, place in _walk(tree, _Place()):
        node = owner.test if isinstance(owner, ast.If) else owner
        for new in _faults(owner):
            start = starts[node.lineno - 1] + node.col_offset
            end = starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
            text = new if isinstance(new, str) else ast.unparse(ast.fix_missing_locations(new))
            if isinstance(node, ast.expr) and not isinstance(node, ast.Constant):
                text = f"({text})"
            old = data[start:end].decode()
            if text in {old, f"({old})"} or ast.dump(_parse(text)) == ast.dump(_parse(old)):
                continue
            before, after = " ".join(old.split()), " ".join(text.split())
            line_text = data[starts[node.lineno - 1] : starts[node.lineno]].decode().strip()
            yield Mutant(
                path=path,
                line=node.lineno,
                start=start,
                end=end,
                text=text,
                before=before,
                after=after,
                statement=place.line,
                names=place.names,
                equivalent=EQUIVALENT.get((path, line_text, after), ""),
            )


def add_probes(path: str, source: str, numbers: dict[tuple[str, int], int]) -> str:
    """Return the source with a call before each statement of each function; `numbers` gets a number for each line."""
    tree = ast.parse(source)
    for node in list(ast.walk(tree)):
        if isinstance(node, ast.FunctionDef):
            _probe_bodies(node, path, numbers, first=ast.get_docstring(node, clean=False) is not None)
    docstring = ast.get_docstring(tree, clean=False) is not None
    tree.body.insert(int(docstring), ast.parse("from _statements import execute as _execute_").body[0])
    return ast.unparse(ast.fix_missing_locations(tree))


def _probe_bodies(node: ast.AST, path: str, numbers: dict[tuple[str, int], int], *, first: bool = False) -> None:
    for name in ("body", "orelse", "finalbody"):
        body = getattr(node, name, None)
        if not isinstance(body, list) or not body:
            continue
        probed: list[ast.stmt] = []
        for place, statement in enumerate(body):
            if not (first and name == "body" and place == 0):
                number = numbers.setdefault((path, statement.lineno), len(numbers))
                probed += ast.parse(f"_execute_({number})").body
            probed.append(statement)
            if not isinstance(statement, ast.FunctionDef | ast.ClassDef):
                _probe_bodies(statement, path, numbers)
        setattr(node, name, probed)
    for part in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
        _probe_bodies(part, path, numbers)


def _walk(node: ast.AST, place: _Place) -> Iterator[tuple[ast.expr | ast.stmt, _Place]]:
    """Yield the nodes that may be mutated, with their places."""
    for child in _children(node):
        if isinstance(child, ast.FunctionDef):
            yield from _walk(child, _Place(place.line, (child.name,), is_function=True))
        elif isinstance(child, ast.stmt):
            here = place.at(child)
            if place.is_function:
                yield child, here
            yield from _walk(child, here)
        else:
            if isinstance(child, ast.expr):
                yield child, place
            yield from _walk(child, place)


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the parts of a node that say something about behaviour: no annotations, decorators, texts or imports."""
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "returns", "decorator_list", "type_params", "bases"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not isinstance(child, ast.JoinedStr) and not _is_left_alone(child):
                yield child


def _is_left_alone(node: ast.AST) -> bool:
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    if isinstance(node, ast.Assign):
        is_type = isinstance(node.value, ast.Call) and getattr(node.value.func, "id", "") == "TypeVar"
        return is_type or (isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__")
    return isinstance(node, ast.Import | ast.ImportFrom) or (isinstance(node, ast.keyword) and node.arg == "strict")


def _parse(text: str) -> ast.AST:
    try:
        return ast.parse(text.strip())
    except SyntaxError:
        return ast.parse("")


def _faults(node: ast.expr | ast.stmt) -> Iterator[ast.AST | str]:
    """Yield the faults that can take a node's place."""
    find = _FAULTS.get(type(node))
    if find is not None:
        yield from find(node)


def _changed(node: ast.AST, **fields: object) -> ast.AST:
    made = copy.copy(node)
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def _compare(node: ast.Compare) -> Iterator[ast.AST]:
    for place, operator in enumerate(node.ops):
        operators = [*node.ops]
        operators[place] = _COMPARISONS[type(operator)]()
        yield _changed(node, ops=operators)


def _boolean(node: ast.BoolOp) -> Iterator[ast.AST]:
    yield _changed(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    for place in range(len(node.values)):
        rest = node.values[:place] + node.values[place + 1 :]
        yield rest[0] if len(rest) == 1 else _changed(node, values=rest)


def _unary(node: ast.UnaryOp) -> Iterator[ast.AST]:
    yield node.operand


def _binary(node: ast.BinOp) -> Iterator[ast.AST]:
    texts = (ast.JoinedStr, ast.List, ast.Tuple)
    is_text = any(
        isinstance(side, texts) or (isinstance(side, ast.Constant) and isinstance(side.value, str))
        for side in (node.left, node.right)
    )
    if type(node.op) in _OPERATORS and not is_text:
        yield _changed(node, op=_OPERATORS[type(node.op)]())


def _constant(node: ast.Constant) -> Iterator[str]:
    value = node.value
    if isinstance(value, bool):
        yield repr(not value)
    elif isinstance(value, int | float):
        yield repr(value + 1)
    elif isinstance(value, str) and len(value) <= _MAX_STRING and " " not in value.strip():
        yield '""' if value else '"XX"'


def _conditional(node: ast.IfExp) -> Iterator[ast.AST]:
    yield _changed(node, body=node.orelse, orelse=node.body)


def _call(node: ast.Call) -> Iterator[ast.AST]:
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    if name in _CALLS:
        other = _CALLS[name]
        function = ast.Name(other) if isinstance(node.func, ast.Name) else _changed(node.func, attr=other)
        yield _changed(node, func=function)
    if name in _UNWRAPPED and isinstance(node.func, ast.Attribute) and not node.args:
        yield node.func.value
    elif name in _UNWRAPPED and isinstance(node.func, ast.Name) and len(node.args) == 1 and name != "reversed":
        yield ast.Call(ast.Name("list"), node.args, [])
    elif name == "reversed":
        yield node.args[0]
    simple = [place for place, item in enumerate(node.args) if isinstance(item, ast.Name | ast.Attribute)]
    for first, second in pairwise(simple):
        swapped = [*node.args]
        swapped[first], swapped[second] = swapped[second], swapped[first]
        yield _changed(node, args=swapped)


def _subscript(node: ast.Subscript) -> Iterator[ast.AST]:
    if isinstance(node.slice, ast.Slice) and isinstance(node.ctx, ast.Load):
        for side in ("lower", "upper"):
            if getattr(node.slice, side) is not None:
                yield _changed(node, slice=_changed(node.slice, **{side: None}))


def _comprehension(node: ast.expr) -> Iterator[ast.AST]:
    generators: list[ast.comprehension] = getattr(node, "generators")  # noqa: B009  one field of four node types
    for place, generator in enumerate(generators):
        if generator.ifs:
            without = [*generators]
            without[place] = ast.comprehension(generator.target, generator.iter, [], generator.is_async)
            yield _changed(node, generators=without)


def _branch(_: ast.If) -> Iterator[ast.AST]:
    """Yield what can take the place of the condition."""
    yield ast.Constant(value=True)
    yield ast.Constant(value=False)


def _return(node: ast.Return) -> Iterator[ast.AST]:
    value = node.value
    if isinstance(value, ast.Compare | ast.BoolOp) or (
        isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.Not)
    ):
        yield _changed(node, value=ast.UnaryOp(ast.Not(), value))
    elif value is not None and not isinstance(value, ast.Constant):
        yield _changed(node, value=ast.Constant(None))


def _left_out(_: ast.stmt) -> Iterator[str]:
    yield "pass"


_FAULTS: dict[type[ast.AST], Callable[..., Iterator[ast.AST | str]]] = {
    ast.Compare: _compare,
    ast.BoolOp: _boolean,
    ast.UnaryOp: _unary,
    ast.BinOp: _binary,
    ast.Constant: _constant,
    ast.IfExp: _conditional,
    ast.Call: _call,
    ast.Subscript: _subscript,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.DictComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.If: _branch,
    ast.Return: _return,
    ast.Expr: _left_out,
    ast.AugAssign: _left_out,
    ast.Continue: _left_out,
    ast.Break: _left_out,
    ast.Raise: _left_out,
}
