"""However a study file is damaged, it loads or its problems are told; nothing else happens."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.problems import Problem, Problems
from pipeline.study.load import read_study

BASE = (Path(__file__).parent / "base.yaml").read_text(encoding="utf-8")
LINES = BASE.splitlines(keepends=True)
WORDS = st.sampled_from(
    [
        *("", "null", "[]", "{}", "[[]]", "{a: b}", "[a, b]", "- a", "0", "-1", "1e9", "no", "yes"),
        *(
            "2024-01-01",
            "9999-99-99",
            "''",
            "'x",
            "&a",
            "*a",
            "!!int 3",
            "\t",
            ": ",
            "a.b",
            "..",
            "/",
        ),
        *(
            "before",
            "after",
            "roster",
            "x / 0",
            "1 +",
            "${x}",
            "{x}",
            "%",
            "\u202e",
            "\x00",
            "é",
            "💥",
        ),
        *("nan", "inf", "9" * 400, "a" * 70, "---", "?", "|", ">", "#"),
    ]
)
TOKENS = st.sampled_from(sorted({word for line in LINES for word in line.split() if len(word) > 1}))


def problems(text: str) -> tuple[Problem, ...]:
    """What is told; nothing if the text loads."""
    try:
        read_study(text.encode("utf-8", errors="surrogatepass"), file="study.yaml")
    except Problems as found:
        return found.all
    return ()


def loads_or_tells(text: str) -> None:
    for problem in problems(text):
        assert problem.place.line
        assert "another value" not in str(problem), problem


@settings(max_examples=150, deadline=None)
@given(TOKENS, WORDS)
def test_a_word_replaced(old: str, new: str) -> None:
    loads_or_tells(BASE.replace(old, new, 1))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(LINES) - 1), st.integers(0, len(LINES) - 1))
def test_lines_exchanged(one: int, other: int) -> None:
    lines = list(LINES)
    lines[one], lines[other] = lines[other], lines[one]
    loads_or_tells("".join(lines))


@settings(max_examples=100, deadline=None)
@given(st.sets(st.integers(0, len(LINES) - 1), min_size=1, max_size=4))
def test_lines_lost(lost: set[int]) -> None:
    loads_or_tells("".join(line for at, line in enumerate(LINES) if at not in lost))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(BASE) - 1), st.text(max_size=3))
def test_letters_replaced(at: int, letters: str) -> None:
    letters = letters.encode("utf-8", errors="ignore").decode()
    loads_or_tells(BASE[:at] + letters + BASE[at + 1 :])


@cache
def lines_with_values() -> tuple[tuple[int, str], ...]:
    keyed = ((at, line.partition(":")[0]) for at, line in enumerate(LINES) if ": " in line)
    return tuple(keyed)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_values_replaced(data: st.DataObject) -> None:
    at, key = data.draw(st.sampled_from(lines_with_values()))
    value = data.draw(WORDS)
    loads_or_tells("".join([*LINES[:at], f"{key}: {value}\n", *LINES[at + 1 :]]))


def test_every_beginning_of_the_file_loads_or_tells() -> None:
    for at in range(0, len(BASE), 41):
        loads_or_tells(BASE[:at])
