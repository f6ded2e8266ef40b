"""Every small fault that can be planted in a module, named so that the name outlives the lines."""

from __future__ import annotations

import ast
import copy
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.mutation.faults import FAULTS, called_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    Steps = tuple[tuple[str, int | None], ...]

UNTOUCHED: Final = {"annotation", "returns", "decorator_list", "bases"}
"""Fields of nodes that decide nothing when the code runs, or that cannot be planted."""

AROUND: Final = (ast.expr, ast.keyword, ast.Return, ast.Assign, ast.AnnAssign, ast.AugAssign)
"""What is shown whole when a part of it changes."""

SHOWN: Final = 150
"""Letters of an expression in the name of a mutant; of a longer one only the part is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One fault.

    Attributes:
        module: Path of the file from the root of the repository.
        where: Function, class or constant, with dots.
        change: What was, an arrow, what is instead.
        nth: Which of the same changes in the same place, from 1.
        unit: Place of the statement of the module that holds it.
        steps: Where the changed node is in that statement.
        node: What stands there instead.
        lines: Lines one of which is run by whoever runs the changed code; none for what is
            evaluated when the module is imported.
    """

    module: str
    where: str
    change: str
    nth: int
    unit: int
    steps: Steps
    node: ast.AST
    lines: frozenset[int]

    @property
    def key(self) -> tuple[str, str, str, int]:
        """What names it."""
        return self.module, self.where, self.change, self.nth

    def planted(self, tree: ast.Module) -> ast.stmt:
        """The statement of the module with the fault in it."""
        holder = ast.Module([copy.deepcopy(tree.body[self.unit])], [])
        target: ast.AST = holder
        steps = (("body", 0), *self.steps)
        for step in steps[:-1]:
            target = _follow(target, step)
        field, place = steps[-1]
        if place is None:
            setattr(target, field, copy.deepcopy(self.node))
        else:
            getattr(target, field)[place] = copy.deepcopy(self.node)
        return ast.fix_missing_locations(holder).body[0]


@dataclass(frozen=True, slots=True)
class _Spot:
    """A node, how it was reached, and in what it stands."""

    node: ast.AST
    steps: Steps
    where: str
    parents: tuple[ast.AST, ...]


def mutants_of(path: Path, root: Path) -> list[Mutant]:
    """All mutants of a file, in the order of the file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    module = path.relative_to(root).as_posix()
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for unit, statement in enumerate(tree.body):
        if not _decides_something(statement):
            continue
        for spot in _spots(_Spot(statement, (), _name(statement), ())):
            for node in _wrong(spot):
                change = _change(spot, node)
                seen[spot.where, change] += 1
                found.append(
                    Mutant(
                        module=module, where=spot.where, change=change, unit=unit,
                        nth=seen[spot.where, change], steps=spot.steps, node=node,
                        lines=_lines(spot),
                    )
                )  # fmt: skip
    return found


def _decides_something(statement: ast.stmt) -> bool:
    match statement:
        case ast.FunctionDef() | ast.ClassDef() | ast.AnnAssign():
            return True
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name != "__all__"
        case _:
            return False


def _name(statement: ast.stmt) -> str:
    match statement:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.Assign(targets=[target]) | ast.AnnAssign(target=target):
            return ast.unparse(target)
        case _:
            return ""


def _wrong(spot: _Spot) -> Iterator[ast.AST]:
    made = FAULTS.get(type(spot.node))
    if made is not None:
        yield from made(spot.node)
    elif isinstance(spot.node, ast.Assign) and _is_set_before(spot):
        yield ast.Pass()


def _is_set_before(spot: _Spot) -> bool:
    """Whether what is assigned has a value without it, so that leaving it out is no plain crash."""
    function = next((p for p in reversed(spot.parents) if isinstance(p, ast.FunctionDef)), None)
    assert isinstance(spot.node, ast.Assign)
    names = {n.id for n in ast.walk(spot.node.targets[0]) if isinstance(n, ast.Name)}
    if function is None or not isinstance(spot.node.targets[0], (ast.Name, ast.Tuple)):
        return function is not None
    known = {argument.arg for argument in ast.walk(function.args) if isinstance(argument, ast.arg)}
    known |= {
        n.id
        for n in ast.walk(function)
        if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        and n.lineno < spot.node.lineno
    }  # fmt: skip
    return names <= known


def _spots(spot: _Spot) -> Iterator[_Spot]:
    if isinstance(spot.node, ast.Expr) and isinstance(spot.node.value, ast.Constant):
        return  # a docstring
    yield spot
    for field, value in ast.iter_fields(spot.node):
        if field in UNTOUCHED or (field == "keywords" and isinstance(spot.node, ast.ClassDef)):
            continue
        below = value if isinstance(value, list) else [value]
        for place, node in enumerate(below):
            if isinstance(node, ast.AST) and not _is_idle(spot.node, node):
                step = (field, place if isinstance(value, list) else None)
                yield from _spots(_entered(spot, node, step))


def _is_idle(parent: ast.AST, node: ast.AST) -> bool:
    """Whether nothing that is reckoned comes from it: a context, a wording, the name of a type.

    That what is zipped is of one length is a statement about the code, not a part of what it does.
    """
    if isinstance(parent, ast.Call) and called_name(parent) == "cast":
        return node is parent.args[0]
    if isinstance(parent, ast.Subscript) and ast.unparse(parent.value) == "Literal":
        return True
    if isinstance(parent, ast.Call) and called_name(parent) == "zip":
        return isinstance(node, ast.keyword)
    return isinstance(node, (ast.JoinedStr, ast.expr_context))


def _entered(spot: _Spot, node: ast.AST, step: tuple[str, int | None]) -> _Spot:
    inner = isinstance(node, (ast.FunctionDef, ast.ClassDef)) and isinstance(
        spot.node, ast.ClassDef
    )
    where = f"{spot.where}.{node.name}" if inner else spot.where  # type: ignore[attr-defined]
    return _Spot(node, (*spot.steps, step), where, (*spot.parents, spot.node))


def _follow(node: ast.AST, step: tuple[str, int | None]) -> ast.AST:
    field, place = step
    found = getattr(node, field)
    below: ast.AST = found if place is None else found[place]
    return below


def _change(spot: _Spot, node: ast.AST) -> str:
    """Before and after: of what is around it, where that is short enough to be read."""
    before, after = _text(spot.node), _text(node)
    parent = spot.parents[-1] if spot.parents else None
    if isinstance(parent, ast.arguments):
        name = _argument(parent, spot.steps[-1])
        return f"{name}={before} → {name}={after}"
    if isinstance(parent, AROUND) and not isinstance(spot.node, ast.stmt):
        around = copy.deepcopy(parent)
        field, place = spot.steps[-1]
        if place is None:
            setattr(around, field, node)
        else:
            getattr(around, field)[place] = node
        if len(_text(parent)) <= SHOWN:
            before, after = _text(parent), _text(around)
    return f"{before} → {after}"


def _argument(arguments: ast.arguments, step: tuple[str, int | None]) -> str:
    """The name of the argument that has this default."""
    field, place = step
    if field == "kw_defaults":
        return arguments.kwonlyargs[place or 0].arg
    positional = [*arguments.posonlyargs, *arguments.args]
    return positional[len(positional) - len(arguments.defaults) + (place or 0)].arg


def _text(node: ast.AST) -> str:
    if isinstance(node, (ast.If, ast.While)):
        return f"if {ast.unparse(node.test)}"
    return " ".join(ast.unparse(node).split())


def _lines(spot: _Spot) -> frozenset[int]:
    """Lines of the innermost statement, of the whole function for the default of an argument."""
    around = [*spot.parents, spot.node]
    functions = [n for n in around if isinstance(n, ast.FunctionDef)]
    if not functions:
        return frozenset()
    if any(isinstance(n, ast.arguments) for n in around):
        function = functions[-1]
        return frozenset(range(function.body[0].lineno, (function.end_lineno or 0) + 1))
    statement = next(n for n in reversed(around) if isinstance(n, ast.stmt))
    last = statement.end_lineno or statement.lineno
    body = getattr(statement, "body", None)  # of `match` the whole: its patterns are in between
    if body:
        last = max(statement.lineno, body[0].lineno - 1)
    return frozenset(range(statement.lineno, last + 1))
