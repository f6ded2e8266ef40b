"""What can be done wrong to a node of a syntax tree: each function yields replacements."""

from __future__ import annotations

import ast
import copy
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

COMPARED: Final[dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
RECKONED: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Pow: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitAnd,
}
MISTAKEN: Final[dict[str, str]] = {
    "min": "max", "minimum": "maximum", "nanmin": "nanmax", "argmin": "argmax",
    "any": "all", "floor": "ceil", "zeros": "ones", "zeros_like": "ones_like",
    "cumsum": "cumprod", "union": "intersection",
}  # fmt: skip
SWAPPED: Final = MISTAKEN | {wrong: right for right, wrong in MISTAKEN.items()}
FORGOTTEN: Final = {"abs", "sqrt", "log", "log1p", "exp", "expm1", "sorted", "round", "nan_to_num"}


def compared(node: ast.Compare) -> Iterator[ast.AST]:
    """Another boundary, or the other side of it."""
    for place, op in enumerate(node.ops):
        for other in COMPARED[type(op)]:
            changed = copy.deepcopy(node)
            changed.ops[place] = other()
            yield changed


def reckoned(node: ast.BinOp) -> Iterator[ast.AST]:
    """Another operation."""
    if type(node.op) in RECKONED:
        changed = copy.deepcopy(node)
        changed.op = RECKONED[type(node.op)]()
        yield changed


def signed(node: ast.UnaryOp) -> Iterator[ast.AST]:
    """Without its sign, its `not`, its complement."""
    yield copy.deepcopy(node.operand)


def joined(node: ast.BoolOp) -> Iterator[ast.AST]:
    """`or` for `and`; one condition less."""
    changed = copy.deepcopy(node)
    changed.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    yield changed
    for place in range(len(node.values)):
        left = copy.deepcopy(node)
        del left.values[place]
        yield left if len(left.values) > 1 else left.values[0]


def written(node: ast.Constant) -> Iterator[ast.AST]:
    """One more and one less; twice and half; the other word."""
    match node.value:
        case bool():
            yield ast.Constant(not node.value)
        case int():
            yield from (ast.Constant(node.value + 1), ast.Constant(node.value - 1))
        case float() if 0 < abs(node.value) < 1:
            yield from (ast.Constant(node.value * 2), ast.Constant(node.value / 2))
        case float():
            yield from (ast.Constant(node.value + 1), ast.Constant(node.value - 1))
        case str():
            yield ast.Constant(node.value + "?")
        case _:
            return


def called(node: ast.Call) -> Iterator[ast.AST]:
    """One keyword less; the opposite function; the function forgotten; branches swapped."""
    name = called_name(node)
    for place, keyword in enumerate(node.keywords):
        if keyword.arg is not None and name != "zip":  # `strict` only guards
            changed = copy.deepcopy(node)
            del changed.keywords[place]
            yield changed
    if name in SWAPPED:
        yield _renamed(node, SWAPPED[name])
    if name in FORGOTTEN and node.args:
        yield copy.deepcopy(node.args[0])
    if name == "where" and len(node.args) == 3:
        changed = copy.deepcopy(node)
        changed.args[1:] = changed.args[:0:-1]
        yield changed


def called_name(node: ast.Call) -> str:
    """The last part of what is called: `minimum` of `np.minimum`."""
    match node.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def _renamed(node: ast.Call, name: str) -> ast.Call:
    changed = copy.deepcopy(node)
    if isinstance(changed.func, ast.Attribute):
        changed.func.attr = name
    elif isinstance(changed.func, ast.Name):
        changed.func.id = name
    return changed


def decided(node: ast.If | ast.While | ast.IfExp) -> Iterator[ast.AST]:
    """The other way round, where the condition has no operator of its own to be changed."""
    if not isinstance(node.test, (ast.Compare, ast.BoolOp, ast.UnaryOp)):
        changed = copy.deepcopy(node)
        changed.test = ast.UnaryOp(ast.Not(), changed.test)
        yield changed


def filtered(node: ast.comprehension) -> Iterator[ast.AST]:
    """Without one of its conditions."""
    for place in range(len(node.ifs)):
        changed = copy.deepcopy(node)
        del changed.ifs[place]
        yield changed


def returned(node: ast.Return) -> Iterator[ast.AST]:
    """Nothing, and a formula's negative."""
    if node.value is None or (isinstance(node.value, ast.Constant) and node.value.value is None):
        return
    yield ast.Return(ast.Constant(None))
    if isinstance(node.value, ast.BinOp):
        yield ast.Return(ast.UnaryOp(ast.USub(), copy.deepcopy(node.value)))


def left_out(_: ast.stmt) -> Iterator[ast.AST]:
    """Nothing in its place."""
    yield ast.Pass()


def added_to(node: ast.AugAssign) -> Iterator[ast.AST]:
    """Nothing, another operation, or plainly set."""
    yield ast.Pass()
    if type(node.op) in RECKONED:
        changed = copy.deepcopy(node)
        changed.op = RECKONED[type(node.op)]()
        yield changed
    plainly = ast.Assign([copy.deepcopy(node.target)], copy.deepcopy(node.value))
    yield ast.copy_location(plainly, node)


def told(node: ast.Expr) -> Iterator[ast.AST]:
    """Not done at all; a docstring is no doing, nor is what only the checker of types reads."""
    is_typing = isinstance(node.value, ast.Call) and called_name(node.value) == "assert_never"
    if not isinstance(node.value, ast.Constant) and not is_typing:
        yield ast.Pass()


def went_on(_: ast.Continue) -> Iterator[ast.AST]:
    """Stopped instead."""
    yield ast.Break()


def stopped(_: ast.Break) -> Iterator[ast.AST]:
    """Went on instead."""
    yield ast.Continue()


FAULTS: Final[dict[type[ast.AST], Callable[..., Iterator[ast.AST]]]] = {
    ast.Compare: compared,
    ast.BinOp: reckoned,
    ast.UnaryOp: signed,
    ast.BoolOp: joined,
    ast.Constant: written,
    ast.Call: called,
    ast.If: decided,
    ast.While: decided,
    ast.IfExp: decided,
    ast.comprehension: filtered,
    ast.Return: returned,
    ast.Raise: left_out,
    ast.Delete: left_out,
    ast.Assert: left_out,
    ast.AugAssign: added_to,
    ast.Expr: told,
    ast.Continue: went_on,
    ast.Break: stopped,
}
