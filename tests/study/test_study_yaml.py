"""YAML is read as text with positions; whatever could act or mislead is refused with its place."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.problems import Problems
from pipeline.study.positions import NOTHING, MapNode, TextNode, plain
from pipeline.study.yaml import read_document

if TYPE_CHECKING:
    from collections.abc import Iterator


def read(text: str | bytes) -> object:
    content = text if isinstance(text, bytes) else text.encode()
    return plain(read_document(content, file="study.yaml").root)


def told(text: str | bytes) -> str:
    with pytest.raises(Problems) as caught:
        read(text)
    return str(caught.value)


def test_every_scalar_stays_the_text_that_was_written() -> None:
    text = (
        "a: 0012\nb: no\nc: 1.50\nd: 2024-01-01\ne: 'null'\nf: \"\"\ng: 1e3\nh: 0x1F\n1992: yes\n"
    )
    assert read(text) == {
        "a": "0012",
        "b": "no",
        "c": "1.50",
        "d": "2024-01-01",
        "e": "null",
        "f": "",
        "g": "1e3",
        "h": "0x1F",
        "1992": "yes",
    }


@pytest.mark.parametrize("nothing", ["", " ~", " null", " Null", " NULL", " # a comment"])
def test_nothing_is_nothing(nothing: str) -> None:
    assert read(f"a:{nothing}\nb: 1\n") == {"a": NOTHING, "b": "1"}


def test_a_byte_order_mark_and_windows_line_ends_are_no_matter() -> None:
    assert read(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n") == {"a": "1", "b": "2"}


def test_keys_and_values_know_where_they_stand() -> None:
    document = read_document(b"a:\n  - {b: 'two words'}\n", file="study.yaml")
    key, value = document.key(("a", 0, "b")), document.value(("a", 0, "b"))
    assert (key.line, key.at, key.width) == (2, 6, 1)
    assert (value.line, value.at, value.width) == (2, 9, 11)
    assert value.column == "a[0].b"
    assert str(value) == "study.yaml:2:9"


def test_the_place_of_what_is_not_there_is_the_nearest_above() -> None:
    document = read_document(b"a:\n  b: {c: 1}\n", file="study.yaml")
    assert str(document.value(("a", "b", "x", 3))) == "study.yaml:2:3"
    assert str(document.value(())) == "study.yaml:1:1"
    assert str(document.key(())) == "study.yaml:1:1"


def test_a_text_knows_whether_it_stands_letter_by_letter() -> None:
    text = b"a: plain\nb: 'quoted'\nc: 'it''s'\nd: two\n  lines\ne: |\n  block\n"
    root = read_document(text, file="study.yaml").root
    assert isinstance(root, MapNode)
    inside = {k: e.value.inside for k, e in root.entries.items() if isinstance(e.value, TextNode)}
    assert inside == {"a": 0, "b": 1, "c": None, "d": None, "e": None}


def mistakes() -> Iterator[tuple[str, str, str]]:
    """Claim, file and all that is told of it; \\x07 and the like stand for what cannot be seen."""
    text = (Path(__file__).parent / "told_yaml" / "reading.txt").read_text(encoding="utf-8")
    for block in text.split("=== ")[1:]:
        claim, *lines = block.rstrip("\n").split("\n")
        written = "".join(f"{line[2:]}\n" for line in lines if line.startswith("> "))
        sentence = "\n".join(line for line in lines if not line.startswith("> "))
        yield claim, written.encode().decode("unicode_escape"), sentence


MISTAKES = tuple(mistakes())


@pytest.mark.parametrize(
    ("written", "sentence"), [one[1:] for one in MISTAKES], ids=[one[0] for one in MISTAKES]
)
def test_what_is_not_plain_yaml_is_told_with_its_place(written: str, sentence: str) -> None:
    assert re.sub(r"\n +\n", "\n\n", told(written)) == sentence


def test_bytes_that_are_not_utf8_are_told_with_their_place() -> None:
    assert told(b"a: 1\nb: caf\xe9\n") == (
        "error[S002] study.yaml:2:7: found bytes that are not UTF-8 text, expected a file saved as "
        'UTF-8. In your editor choose "Save with encoding", then UTF-8.\n'
        "  b: caf\ufffd\n"
        "        ^"
    )


def test_a_file_of_data_is_no_study_file() -> None:
    assert told(b"a: 1\n" * 200_001) == (
        "error[S001] study.yaml: the file has 1,000,005 bytes, expected at most 1,000,000. A study "
        "file holds promises, not data: leave rows in the exports."
    )


@pytest.mark.parametrize(
    ("escaped", "name"), [("\\x07", "U+0007"), ("\\ud83d", "U+D83D"), ("\\0", "U+0000")]
)
def test_an_escape_cannot_bring_in_what_cannot_be_seen(escaped: str, name: str) -> None:
    assert f"study.yaml:1:4: found the invisible character {name}" in told(f'a: "x{escaped}"\n')


def test_a_very_long_line_is_cut_where_it_is_shown() -> None:
    said = told("a: " + "x" * 400 + "\nb: {c: 1, c: 2, d: " + "y" * 400 + "}\n")
    assert all(len(line) < 240 for line in said.splitlines())


def test_a_place_far_to_the_right_is_told_without_its_line() -> None:
    said = told("a: {" + "b: 1, " * 80 + "c: 1, c: 2}\n")
    assert "study.yaml:1:491: found the key `c` a second time" in said


def reads_or_tells(content: bytes) -> str:
    """What is told; nothing if the content can be read."""
    try:
        read(content)
    except Problems as problems:
        return str(problems)
    return ""


@given(st.binary(max_size=200))
def test_no_bytes_end_in_anything_but_a_document_or_problems(content: bytes) -> None:
    assert reads_or_tells(content)[:5] in ("", "error")


@given(st.text(alphabet="ab: -[]{}&*!|>'\"%@`,#?\n\\~0x", max_size=60))
def test_no_yaml_like_text_ends_in_anything_but_a_document_or_problems(text: str) -> None:
    assert reads_or_tells(text.encode())[:5] in ("", "error")
