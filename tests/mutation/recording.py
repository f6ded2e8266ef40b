"""Which statements a test runs: each function of the modules notes its lines as it goes."""

from __future__ import annotations

import ast
import copy
import importlib
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Self

from tests.mutation.planting import forget_answers, plant

if TYPE_CHECKING:
    from collections.abc import Iterator

NOTE = "_note_of_the_trial"


class Recorder:
    """Modules that note what is run in them, for as long as it is entered.

    A tracer of the interpreter would do the same, but asks about every call of every library.
    """

    def __init__(self, trees: dict[str, ast.Module]) -> None:
        self.trees = trees
        self.touched: defaultdict[str, set[int]] = defaultdict(set)

    def __enter__(self) -> Self:
        for module, tree in self.trees.items():
            noting = _Noting(module)
            for statement in _holders(tree):
                noted = ast.fix_missing_locations(noting.visit(copy.deepcopy(statement)))
                plant(_imported(module), noted, {NOTE: self._note})
        return self

    def __exit__(self, *_: object) -> None:
        for module, tree in self.trees.items():
            for statement in _holders(tree):
                plant(_imported(module), copy.deepcopy(statement))

    def fresh(self) -> defaultdict[str, set[int]]:
        """An empty record, which is the one that is written from now on."""
        forget_answers()
        self.touched = defaultdict(set)
        return self.touched

    def _note(self, module: str, line: int) -> None:
        self.touched[module].add(line)


class _Noting(ast.NodeTransformer):
    """Puts a note before each statement of each function."""

    def __init__(self, module: str) -> None:
        self.module = module
        self.depth = 0

    def visit(self, node: ast.AST) -> Any:
        is_function = isinstance(node, ast.FunctionDef)
        self.depth += is_function
        node = self.generic_visit(node)
        if self.depth:
            for name in ("body", "orelse", "finalbody"):
                statements = getattr(node, name, None)
                if isinstance(statements, list):
                    setattr(node, name, [*self._noted(statements)])
        self.depth -= is_function
        return node

    def _noted(self, statements: list[ast.stmt]) -> Iterator[ast.stmt]:
        for statement in statements:
            called = f"{NOTE}({self.module!r}, {statement.lineno})"
            yield ast.parse(called).body[0]
            yield statement


def _holders(tree: ast.Module) -> list[ast.stmt]:
    return [s for s in tree.body if isinstance(s, (ast.FunctionDef, ast.ClassDef))]


def _imported(module: str) -> Any:
    return importlib.import_module(module.removesuffix(".py").replace("/", "."))
