"""The words: each used, each with the places that the code fills."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path
from string import Formatter

import pipeline.report
from pipeline.report.words import LANGUAGES
from pipeline.report.words.en import ENGLISH, day, listing, number

ROOM = Path(pipeline.report.__file__).parent


def test_every_language_says_the_same_things_in_the_same_places() -> None:
    for language in LANGUAGES:
        assert language.texts.keys() == ENGLISH.texts.keys()
        for key, words in ENGLISH.texts.items():
            assert _places(language.texts[key]) == _places(words), key


def test_no_word_is_left_unused() -> None:
    patterns = _patterns()
    unused = [
        key for key in ENGLISH.texts if not any(pattern.fullmatch(key) for pattern in patterns)
    ]
    assert unused == []


def test_words_have_no_straight_quotes() -> None:
    assert [key for key, words in ENGLISH.texts.items() if re.search(r"['\"]", words)] == []


def test_small_counts_are_words() -> None:
    assert [number(n) for n in (0, 1, 13, 20, 42)] == [
        "none", "one", "thirteen", "twenty", "forty-two",
    ]  # fmt: skip


def test_lists_and_dates_read_as_prose() -> None:
    assert listing([]) == ""
    assert listing(["a"]) == "a"
    assert listing(["a", "b"]) == "a and b"
    assert day(date(2026, 8, 18)) == "August 18, 2026"


def _places(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def _patterns() -> list[re.Pattern[str]]:
    """Every literal of the code and the templates, f-strings with their gaps open."""
    found: set[str] = set()
    for file in ROOM.rglob("*.py"):
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
    for file in ROOM.rglob("*.j2"):
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
