"""Which words the code can ask for: its literals, with the gaps of f-strings open."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

import pipeline.report

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOM = Path(pipeline.report.__file__).parent


def places(words: str) -> set[str]:
    """The named places of a sentence."""
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def patterns(modules: Iterable[Path], templates: Iterable[Path]) -> list[re.Pattern[str]]:
    """Every literal of modules and templates, f-strings with their gaps open."""
    found: set[str] = set()
    for file in modules:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                found.add("".join(_piece(part) for part in node.values))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {
                    re.escape(node.value),
                    rf"(board\.)?column\.{re.escape(node.value.rstrip('#'))}",
                }
            if _is_under(node):
                found.add(re.escape(_first(node)) + r"\..+")
            if _is_count(node):
                found.add(re.escape(_first(node)) + r"\.(none|one|two|many)")
    for file in templates:
        found |= {re.escape(key) for key in re.findall(r"words\([\"']([^\"']+)", file.read_text())}
    counted = {f"{pattern}\\.(none|one|two|many)" for pattern in found if "." in pattern}
    return [re.compile(pattern) for pattern in found | counted]


def _piece(part: ast.expr) -> str:
    return re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w-]+(\.[\w-]+)*"


def _is_under(node: ast.AST) -> bool:
    return _calls(node, "under")


def _is_count(node: ast.AST) -> bool:
    return _calls(node, "count")


def _calls(node: ast.AST, method: str) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == method
        and bool(node.args)
        and isinstance(node.args[0], ast.Constant)
    )


def _first(node: ast.AST) -> str:
    assert isinstance(node, ast.Call)
    assert isinstance(node.args[0], ast.Constant)
    return str(node.args[0].value)
