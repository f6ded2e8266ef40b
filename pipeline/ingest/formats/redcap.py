"""REDCap: records raw or labelled, check-boxes, events and repeating instruments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.engine.session import quoted
from pipeline.ingest import cells, headers
from pipeline.ingest.format import Format, LeftOut, Reading
from pipeline.ingest.headers import plain
from pipeline.ingest.questions import called, spoken
from pipeline.ingest.vendor_kinds import REPEATED_INSTRUMENT, UNFINISHED

if TYPE_CHECKING:
    from pipeline.ingest.format import Head

_EXTRAS: Final = {
    "redcap_event_name",
    "redcap_repeat_instrument",
    "redcap_repeat_instance",
    "redcap_data_access_group",
    "redcap_survey_identifier",
    "event name",
    "repeat instrument",
    "repeat instance",
    "data access group",
    "survey identifier",
}
_REPEATS: Final = {"redcap_repeat_instrument", "repeat instrument"}
_BOX: Final = re.compile(r"([a-z][a-z0-9_]*)___(\w+)")
_LABELLED: Final = re.compile(r"(.+?)\s*\(choice=(.+)\)", re.DOTALL)
_COMPLETE: Final = re.compile(r"[a-z][a-z0-9_]*_complete|complete\?( \d+)?")
_DONE: Final = {"0", "1", "2", "incomplete", "unverified", "complete", ""}


def recognises(head: Head) -> bool:
    """A form that says whether it is complete, beside check-boxes, events or a record id."""
    if not head.records or not head.records[0]:
        return False
    row = [plain(cell) for cell in head.records[0]]
    forms = [at for at, name in enumerate(row) if _COMPLETE.fullmatch(name)]
    said = {plain(record[at]) for record in head.records[1:] for at in forms if at < len(record)}
    has_boxes = any(_BOX.fullmatch(name) or _LABELLED.fullmatch(name) for name in row)
    has_marks = has_boxes or bool(_EXTRAS & set(row)) or row[0] in {"record_id", "record id"}
    return bool(forms) and said <= _DONE and has_marks


def reads(head: Head) -> Reading:
    """Columns by field name or label; check-boxes as choices of one question."""
    own = headers.cleaned([spoken(cell) for cell in head.records[0]])
    own = _distinct(own)
    forms = [name for name in own if _COMPLETE.fullmatch(plain(name))]
    rules = [
        LeftOut(kind=REPEATED_INSTRUMENT, header=name, words=("",), is_those=False)
        for name in own
        if plain(name) in _REPEATS
    ]
    if len(forms) == 1:
        # With several forms nobody can know which of them the study reads.
        rules.append(LeftOut(kind=UNFINISHED, header=forms[0], words=("0", "Incomplete")))
    return Reading(
        headers=own,
        derived=_boxes(own),
        left_out=tuple(rules),
        personal=frozenset(name for name in own if plain(name) == "redcap_survey_identifier"),
        ids=own[:1],
        extras=frozenset(
            name for name in own if plain(name) in _EXTRAS or name in forms or name == own[0]
        ),
    )


def _distinct(own: tuple[str, ...]) -> tuple[str, ...]:
    """Labelled exports call every form's last column `Complete?`: the later ones are numbered."""
    seen: dict[str, int] = {}
    found = []
    for name in own:
        seen[name] = seen.get(name, 0) + 1
        is_again = seen[name] > 1 and plain(name) == "complete?"
        found.append(f"{name} {seen[name]}" if is_again else name)
    return tuple(found)


def _boxes(own: tuple[str, ...]) -> dict[str, str]:
    """Columns of check-boxes by question: each choice as yes or no, and all that were checked."""
    groups: dict[str, list[tuple[str, int]]] = {}
    for at, name in enumerate(own):
        found = _BOX.fullmatch(name) or _LABELLED.fullmatch(name)
        if found:
            groups.setdefault(found[1], []).append((found[2], at))
    made: dict[str, str] = {}
    for question, choices in groups.items():
        for choice, at in choices:
            made[called(question, choice)] = _is_checked(f"c{at}")
        listed = ", ".join(
            f"CASE WHEN {_is_checked(f'c{at}')} = '1' THEN {quoted(choice)} END"
            for choice, at in choices
        )
        made.setdefault(question, f"nullif(concat_ws('; ', {listed}), '')")
    return {name: sql for name, sql in made.items() if name not in own}


def _is_checked(cell: str) -> str:
    folded = cells.folded(cell)
    return (
        f"CASE WHEN {folded} IN ('1', 'checked') THEN '1' "
        f"WHEN {folded} IN ('0', 'unchecked') THEN '0' END"
    )


FORMAT: Final = Format(
    name="redcap",
    title="REDCap",
    kinds=frozenset({"survey"}),
    marks="a column that ends in _complete, beside a record id, check-boxes or events",
    recognises=recognises,
    reads=reads,
)
