"""YAML is read as text with positions; whatever could act or mislead is refused with its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.problems import Problems
from pipeline.study.positions import NOTHING, MapNode, TextNode, plain
from pipeline.study.yaml import read_document


def read(text: str | bytes) -> object:
    content = text if isinstance(text, bytes) else text.encode()
    return plain(read_document(content, file="study.yaml").root)


def told(text: str | bytes) -> str:
    with pytest.raises(Problems) as caught:
        read(text)
    return str(caught.value)


def test_every_scalar_stays_the_text_that_was_written() -> None:
    text = "a: 0012\nb: no\nc: 1.50\nd: 2024-01-01\ne: 'null'\nf: \"\"\ng: 1e3\nh: 0x1F\n1992: yes\n"
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


REFUSED = {
    "an alias": (
        "a: &x 1\nb: *x\n",
        'error[S005] study.yaml:1:4: found "&x", a YAML anchor, expected plain keys and values. '
        "Write the value out in each place; if it is meant as text, put it in quotes.\n"
        "  a: &x 1\n"
        "     ^^\n"
        'error[S005] study.yaml:2:4: found "*x", a YAML alias, expected plain keys and values. '
        "Write the value out in each place; if it is meant as text, put it in quotes.\n"
        "  b: *x\n"
        "     ^^",
    ),
    "a tag": (
        "a: !!python/object:os.system x\n",
        'error[S006] study.yaml:1:4: found the YAML tag "tag:yaml.org,2002:python/object:os.system"'
        ", expected plain keys and values. Remove it; if it is meant as text, put it in quotes.\n"
        "  a: !!python/object:os.system x\n"
        "     ^^^^^^^^^^^^^^^^^^^^^^^^^^^",
    ),
    "a key twice": (
        "a: 1\nb: {c: 1, c: 2}\na: 2\n",
        "error[S007] study.yaml:2:11: found the key `c` a second time, expected each key once (it "
        "also stands in line 2). Remove one of the two or give it another name.\n"
        "  b: {c: 1, c: 2}\n"
        "            ^\n"
        "error[S007] study.yaml:3:1: found the key `a` a second time, expected each key once (it "
        "also stands in line 1). Remove one of the two or give it another name.\n"
        "  a: 2\n"
        "  ^",
    ),
    "tabs": (
        "a:\n\tb: 1\n\tc: 2\n",
        "error[S003] study.yaml:2:1: found a tab character, expected spaces. Replace each tab by "
        "two spaces; 1 more line has tabs.\n"
        "  \ufffdb: 1\n"
        "  ^",
    ),
    "deep nesting": (
        "a: " + "[" * 30 + "\n",
        "error[S008] study.yaml:1:23: found more than 20 blocks inside one another, expected at "
        "most 20. Check the brackets and the indentation.\n"
        "  a: " + "[" * 30 + "\n"
        "  " + " " * 22 + "^",
    ),
    "a list at the top": (
        "- a\n",
        "error[S009] study.yaml:1:1: found a list, expected keys and values, such as `version: 1`. "
        "See docs/study-file.md, or start from one of the studies that ship.\n"
        "  - a\n"
        "  ^^^",
    ),
    "an empty file": (
        "",
        "error[S009] study.yaml:1:1: found an empty file, expected keys and values, such as "
        "`version: 1`. See docs/study-file.md, or start from one of the studies that ship.\n"
        "  \n"
        "  ^",
    ),
    "a second document": (
        "a: no\n---\nb: 1\n",
        'error[S010] study.yaml:2:1: found a line "---" that begins a second document, expected '
        "one document. Remove the line.\n"
        "  ---\n"
        "  ^^^",
    ),
    "a block as a key": (
        "? {a: b}\n: 1\n",
        "error[S011] study.yaml:1:3: found a list or a block where a key should stand, expected a "
        "word. Write `key: value`, one word or number before the colon.\n"
        "  ? {a: b}\n"
        "    ^^^^^^",
    ),
    "nothing as a key": (
        ": 1\n",
        "error[S011] study.yaml:1:1: found nothing where a key should stand, expected a word. "
        "Write `key: value`, one word or number before the colon.\n"
        "  : 1\n"
        "  ^",
    ),
    "a control character": (
        "a: \x07\n",
        "error[S012] study.yaml:1:4: found the invisible character U+0007, expected text that can "
        "be seen. Delete it; it often comes along when text is copied from another program.\n"
        "  a: \ufffd\n"
        "     ^",
    ),
    "a character of no width": (
        "a: x\u200b\n",
        "error[S012] study.yaml:1:5: found the invisible character U+200B ZERO WIDTH SPACE, "
        "expected text that can be seen. Delete it; it often comes along when text is copied from "
        "another program.\n"
        "  a: x\ufffd\n"
        "      ^",
    ),
    "an unclosed list": (
        "a: [1, 2\nb: 3\n",
        'error[S004] study.yaml:1:4: found a list "[" that is not closed here, expected a comma or '
        '"]". Close the bracket, or put a value in quotes that holds a bracket, comma or colon.\n'
        "  a: [1, 2\n"
        "     ^",
    ),
    "an unclosed block": (
        "a: {b: 1\nc: 3\n",
        'error[S004] study.yaml:1:4: found a block "{" that is not closed here, expected a comma '
        'or "}". Close the brace, or put a value in quotes that holds a brace, comma or colon.\n'
        "  a: {b: 1\n"
        "     ^",
    ),
    "an unclosed quotation mark": (
        "a: 'unfinished\nb: 2\n",
        "error[S004] study.yaml:1:4: found a quotation mark that is never closed, expected a "
        "closing one. Close it at the end of the value.\n"
        "  a: 'unfinished\n"
        "     ^",
    ),
    "two colons": (
        "a: b: c\n",
        "error[S004] study.yaml:1:5: found a second colon on the line, expected one `key: value`. "
        "Put the value in quotes if the colon belongs to it; else check the line above.\n"
        "  a: b: c\n"
        "      ^",
    ),
    "a key too far in": (
        "a:\n  b: 1\n   c: 2\n",
        "error[S004] study.yaml:3:5: found a key further in than the line above allows, expected "
        "the indentation of its neighbours. Indent the keys of one block by the same number of "
        "spaces.\n"
        "     c: 2\n"
        "      ^",
    ),
    "a line without a colon": (
        "a: 1\nb\nc: 2\n",
        "error[S004] study.yaml:2:1: found a line without a colon, expected `key: value`. Put a "
        "colon and a space after the key, or indent the line below its key.\n"
        "  b\n"
        "  ^",
    ),
    "a sign that YAML keeps": (
        "a: @x\n",
        "error[S004] study.yaml:1:4: found a value that begins with a sign that YAML keeps for "
        "itself, expected a letter, a digit or a quotation mark. Put the value in quotes.\n"
        "  a: @x\n"
        "     ^",
    ),
    "a backslash": (
        'a: "\\q"\n',
        "error[S004] study.yaml:1:6: found a backslash that begins no known sign, expected text in "
        "double quotes without backslashes. Use single quotes, or write the backslash twice.\n"
        '  a: "\\q"\n'
        "       ^",
    ),
    "a list behind a key": (
        "a: - b\n",
        'error[S004] study.yaml:1:4: found "- " behind a key, expected list entries on lines of '
        "their own. Begin each entry on a new line, or write the list as [one, two].\n"
        "  a: - b\n"
        "     ^",
    ),
    "what even the reader has no word for": (
        'a: "\\UFFFFFFFF"\n',
        "error[S004] study.yaml:1:1: found something that is not YAML, expected keys and values. "
        "Check quotation marks, brackets and indentation here and in the line above.\n"
        '  a: "\\UFFFFFFFF"\n'
        "  ^",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_plain_yaml_is_told_with_its_place(case: str) -> None:
    text, sentence = REFUSED[case]
    assert told(text) == sentence


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


def test_a_very_long_line_is_cut_where_it_is_shown() -> None:
    said = told("a: " + "x" * 400 + "\nb: {c: 1, c: 2, d: " + "y" * 400 + "}\n")
    assert all(len(line) < 240 for line in said.splitlines())


def test_a_place_far_to_the_right_is_told_without_its_line() -> None:
    said = told("a: {" + "b: 1, " * 80 + "c: 1, c: 2}\n")
    assert "study.yaml:1:491: found the key `c` a second time" in said


@given(st.binary(max_size=200))
def test_no_bytes_end_in_anything_but_a_document_or_problems(content: bytes) -> None:
    try:
        read(content)
    except Problems as problems:
        assert str(problems)


@given(st.text(alphabet="ab: -[]{}&*!|>'\"%@`,#?\n\\~0x", max_size=60))
def test_no_yaml_like_text_ends_in_anything_but_a_document_or_problems(text: str) -> None:
    try:
        read(text)
    except Problems as problems:
        assert str(problems)
