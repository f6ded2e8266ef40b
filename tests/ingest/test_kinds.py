"""Every kind of problem has a code of its own and can be explained."""

from __future__ import annotations

import string

from pipeline.ingest.kinds import KINDS


def test_codes_are_distinct_and_of_this_room() -> None:
    codes = [kind.code for kind in KINDS]
    assert len(set(codes)) == len(codes)
    assert all(code[0] in "DL" and code[1:].isdecimal() for code in codes)


def test_every_kind_is_explained_in_a_sentence() -> None:
    assert all(kind.explains.endswith(".") for kind in KINDS)


def test_sentences_name_only_facts() -> None:
    for kind in KINDS:
        for words in (kind.found, kind.expected, kind.remedy):
            for _, name, _, _ in string.Formatter().parse(words):
                assert name is None or name.isidentifier(), (kind.code, name)
