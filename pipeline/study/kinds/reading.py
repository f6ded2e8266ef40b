"""Problems of the file as text: before anything in it has a meaning."""

from __future__ import annotations

from typing import Final

from pipeline.problems import Kind

TOO_LARGE: Final = Kind(
    code="S001",
    found="the file has {size:,} bytes",
    expected="expected at most {limit:,}",
    remedy="A study file holds promises, not data: leave rows in the exports.",
    explains="A study file is a page or two long. One that is much longer usually holds rows of "
    "data, which belong in the exports beside it.",
)
NOT_UTF8: Final = Kind(
    code="S002",
    found="found bytes that are not UTF-8 text",
    expected="expected a file saved as UTF-8",
    remedy='In your editor choose "Save with encoding", then UTF-8.',
    explains="The study file is read as UTF-8, the encoding that every editor can write. Another "
    "encoding would turn letters with accents into other letters.",
)
TAB: Final = Kind(
    code="S003",
    found="found a tab character",
    expected="expected spaces",
    remedy="Replace each tab by two spaces{more}.",
    explains="In YAML the depth of a line is counted in spaces; a tab has no agreed width, so it "
    "is refused wherever it stands.",
)
NOT_YAML: Final = Kind(
    code="S004",
    found="{found}",
    expected="{expected}",
    remedy="{advice}",
    explains="The file breaks a rule of YAML, the layout of keys and values by indentation. The "
    "caret shows where reading had to stop; the mistake is there or just above.",
)
ALIAS: Final = Kind(
    code="S005",
    found='found "{sign}{name}", a YAML {what}',
    expected="expected plain keys and values",
    remedy="Write the value out in each place; if it is meant as text, put it in quotes.",
    explains="YAML can name a value with & and repeat it with *. A reader would then have to look "
    "in two places to know what was promised, so neither is allowed here.",
)
TAG: Final = Kind(
    code="S006",
    found='found the YAML tag "{tag}"',
    expected="expected plain keys and values",
    remedy="Remove it; if it is meant as text, put it in quotes.",
    explains="Tags (words that begin with !) ask the reader of a YAML file to build special "
    "objects. The study file is read as text only.",
)
DUPLICATE: Final = Kind(
    code="S007",
    found="found the key `{key}` a second time",
    expected="expected each key once (it also stands in line {first})",
    remedy="Remove one of the two or give it another name.",
    explains="Of two equal keys only one could count, and nobody could tell which. So a key may "
    "stand only once in its block.",
)
TOO_DEEP: Final = Kind(
    code="S008",
    found="found more than {limit} blocks inside one another",
    expected="expected at most {limit}",
    remedy="Check the brackets and the indentation.",
    explains="No part of a study file is more than a few levels deep. Very deep nesting is almost "
    "always an unclosed bracket.",
)
NOT_A_MAP: Final = Kind(
    code="S009",
    found="found {found}",
    expected="expected keys and values, such as `version: 1`",
    remedy="See docs/study-file.md, or start from one of the studies that ship.",
    explains="A study file is a block of keys with values: version, study, periods, design, "
    "sources, outcomes, goals. This file has none at its top.",
)
SECOND_DOCUMENT: Final = Kind(
    code="S010",
    found='found a line "---" that begins a second document',
    expected="expected one document",
    remedy="Remove the line.",
    explains="YAML allows several documents in one file. A study has one, so that nothing below a "
    "line of dashes can be overlooked.",
)
NOT_A_KEY: Final = Kind(
    code="S011",
    found="found {found} where a key should stand",
    expected="expected a word",
    remedy="Write `key: value`, one word or number before the colon.",
    explains="A key is a word, a number or a text in quotes. Lists and blocks cannot be keys, and "
    "a colon needs something before it.",
)
CONTROL: Final = Kind(
    code="S012",
    found="found the invisible character {name}",
    expected="expected text that can be seen",
    remedy="Delete it; it often comes along when text is copied from another program.",
    explains="Control characters and other invisible signs cannot be checked by eye and can make "
    "two names that look alike differ. They are refused in the study file.",
)

READING: Final = (
    TOO_LARGE,
    NOT_UTF8,
    TAB,
    NOT_YAML,
    ALIAS,
    TAG,
    DUPLICATE,
    TOO_DEEP,
    NOT_A_MAP,
    SECOND_DOCUMENT,
    NOT_A_KEY,
    CONTROL,
)
