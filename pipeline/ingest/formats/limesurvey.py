"""LimeSurvey: heads as code, text or both; answers as code or text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.ingest import headers
from pipeline.ingest.format import Format, LeftOut, Reading
from pipeline.ingest.headers import choice_of, plain
from pipeline.ingest.questions import Part, called, data_of, derived, spoken, ticks
from pipeline.ingest.vendor_kinds import UNFINISHED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.ingest.format import Head

_NAMES: Final = {
    "id": {"id", "response id"},
    "submitdate": {"submitdate", "date submitted"},
    "lastpage": {"lastpage", "last page"},
    "startlanguage": {"startlanguage", "start language"},
    "seed": {"seed"},
    "token": {"token", "access code"},
    "startdate": {"startdate", "date started"},
    "datestamp": {"datestamp", "date last action"},
    "ipaddr": {"ipaddr", "ip address"},
    "refurl": {"refurl", "referrer url"},
    "firstname": {"firstname", "first name"},
    "lastname": {"lastname", "last name"},
    "email": {"email", "email address"},
}
_PERSONAL: Final = {"ipaddr", "firstname", "lastname", "email"}
_NEEDED: Final = ("id", "submitdate", "lastpage")
_TIMING: Final = re.compile(
    r"interviewtime|groupTime\d+|[A-Za-z]\w*Time|.*\btime: .*", re.IGNORECASE
)
_BOTH: Final = re.compile(r"([A-Za-z]\w*(?:\[\w+\])?(?:\[\w+\])?)\.\s+(.+)", re.DOTALL)
_FIRST: Final = 12


def recognises(head: Head) -> bool:
    """The first columns are the id, the date of submission and the last page."""
    if not head.records:
        return False
    first = [_extra(_code_and_text(cell)) for cell in head.records[0][:_FIRST]]
    return first[:1] == ["id"] and all(name in first for name in _NEEDED)


def reads(head: Head) -> Reading:
    """Columns by code where there is one; they answer to the text of their question too."""
    pairs = [_code_and_text(cell) for cell in head.records[0]]
    extras = {at: name for at, pair in enumerate(pairs) if (name := _extra(pair))}
    questions = {at: pair for at, pair in enumerate(pairs) if at not in extras}
    parts = [
        Part(at=at, question=question, choice=choice)
        for at, (code, text) in questions.items()
        for question, choice in [choice_of(text or code)]
        if choice and plain(choice) != "other"
    ]
    groups = _ticks(parts, data_of(head, 1))
    ticked = {part.at for group in groups for part in group}
    named = [
        extras.get(at) or (_apart(code or text) if at in ticked else code or text)
        for at, (code, text) in enumerate(pairs)
    ]
    picks = derived(groups)
    by_code = {
        pairs[part.at][0]: picks[called(part.question, part.choice)]
        for group in groups
        for part in group
        if pairs[part.at][0]
    }
    by_name = {
        called(part.question, part.choice)
        for group in groups
        for part in group
        if not pairs[part.at][1]
    }
    own = headers.cleaned(named)
    also = {own[at]: (spoken(head.records[0][at]),) for at in extras if at < len(own)}
    also |= {
        own[at]: (text, *((choice,) if (choice := choice_of(text)[1]) else ()))
        for at, (code, text) in questions.items()
        if at < len(own) and code and text and at not in ticked
    }
    timing = {name for at, name in enumerate(own) if at not in extras and _TIMING.fullmatch(name)}
    return Reading(
        headers=own,
        also=also,
        derived=by_code | {name: sql for name, sql in picks.items() if name not in by_name},
        left_out=(LeftOut(kind=UNFINISHED, header="submitdate", words=("", "N/A", "NULL")),),
        personal=frozenset(name for name in own if name in _PERSONAL),
        times="submitdate",
        ids=tuple(name for name in own if name == "token"),
        extras=frozenset({*extras.values(), *timing}),
    )


def _code_and_text(cell: str) -> tuple[str, str]:
    """A head as code and text: either may be empty.

    >>> _code_and_text("Q2[SQ001]. How much? [Adults]"), _code_and_text("How much? [Adults]")
    (('Q2[SQ001]', 'How much? [Adults]'), ('', 'How much? [Adults]'))
    """
    text = spoken(cell)
    both = _BOTH.fullmatch(text)
    if both:
        return both[1], both[2]
    is_code = re.fullmatch(r"[A-Za-z]\w*(\[\w+\])*", text) is not None
    return (text, "") if is_code else ("", text)


def _extra(pair: tuple[str, str]) -> str:
    """What a column about the response is called in the code; empty where it is a question."""
    said = {plain(one) for one in pair if one}
    return next((name for name, spellings in _NAMES.items() if said & spellings), "")


def _ticks(parts: Sequence[Part], data: Sequence[Sequence[str]]) -> list[list[Part]]:
    """Questions of several choices: Y where one was picked, and nothing where it was not."""
    as_ticks = [["1" if cell.strip() == "Y" else cell for cell in record] for record in data]
    return ticks(parts, as_ticks)


def _apart(text: str) -> str:
    """A name that leaves `Question [Choice]` to the column that says yes or no."""
    question, choice = choice_of(text)
    return f"{question} - {choice}" if choice else called(question, choice)


FORMAT: Final = Format(
    name="limesurvey",
    title="LimeSurvey",
    kinds=frozenset({"survey"}),
    marks="the columns id, submitdate and lastpage at the beginning",
    recognises=recognises,
    reads=reads,
)
