"""Problems of single keys and values: a key that does not exist, a word where a number belongs."""

from __future__ import annotations

from typing import Final

from pipeline.problems import Kind

UNKNOWN_KEY: Final = Kind(
    code="S020",
    found="found the key `{key}` in {parent}",
    expected="expected one of {choices}",
    remedy="{advice}",
    explains="Every key of the study file has a fixed name. An unknown one is never ignored: it "
    "is most often a typing slip, and what it was meant to say would be lost.",
)
MISSING_KEY: Final = Kind(
    code="S021",
    found="{parent} has no `{key}`",
    expected="which is required",
    remedy="Add `{key}: ...`{meaning}.",
    explains="The key is needed to know what to compute or how to say it. A key with nothing "
    "behind the colon counts as missing.",
)
WRONG_VALUE: Final = Kind(
    code="S022",
    found="found {found}",
    expected="expected {expected}",
    remedy="{advice}",
    explains="The value has another type than the key takes: a word where a number belongs, a "
    "single value where a block belongs, or a date that does not exist.",
)
WRONG_CHOICE: Final = Kind(
    code="S023",
    found="found {found}",
    expected="expected one of {choices}",
    remedy="{advice}",
    explains="The key takes one of a few words. They are listed in the message and in "
    "docs/study-file.md.",
)
EMPTY_ENTRY: Final = Kind(
    code="S024",
    found="found an empty entry in a list",
    expected="expected a value",
    remedy='Remove it, or write it in quotes if it is meant as text ("null", "").',
    explains="An entry of a list was left empty or is the word null without quotes. It could mean "
    "nothing or an empty text, so it has to be said.",
)
WRONG_NAME: Final = Kind(
    code="S025",
    found="found the name {found}",
    expected="expected a letter first, then letters, digits, - or _ (60 at most)",
    remedy="Choose a short name here; what readers see is said by `label`, `name` or `title`.",
    explains="Names of sources, measures, outcomes and goals become part of the ids in the "
    "results, so they are plain: letters, digits, - and _.",
)
WRONG_COUNT: Final = Kind(
    code="S026",
    found="found {found} in {parent}",
    expected="expected {expected}",
    remedy="{advice}",
    explains="A list or block holds fewer or more entries than it can mean something with.",
)
WRONG_KIND: Final = Kind(
    code="S027",
    found="{found}",
    expected="expected `kind:` with one of {choices}",
    remedy="{advice}",
    explains="Each source says by `kind` what its files hold; what other keys it may have follows "
    "from that.",
)

TYPING: Final = (
    UNKNOWN_KEY,
    MISSING_KEY,
    WRONG_VALUE,
    WRONG_CHOICE,
    EMPTY_ENTRY,
    WRONG_NAME,
    WRONG_COUNT,
    WRONG_KIND,
)
