"""Qualtrics: three header rows (name, question, import id), or the two of its legacy export."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.ingest import headers
from pipeline.ingest.format import Format, LeftOut, Reading
from pipeline.ingest.questions import Part, called, data_of, derived, spoken, ticks
from pipeline.ingest.vendor_kinds import PREVIEW, UNFINISHED

if TYPE_CHECKING:
    from pipeline.ingest.format import Head

_IMPORT_ID: Final = re.compile(r"""\s*\{\s*['"]ImportId['"]""")
_LEGACY: Final = {"ResponseID", "ResponseSet"}
_LEGACY_NAME: Final = re.compile(r"V\d+")
EXTRAS: Final = (
    "StartDate",
    "EndDate",
    "Status",
    "IPAddress",
    "Progress",
    "Duration (in seconds)",
    "Finished",
    "RecordedDate",
    "ResponseId",
    "RecipientLastName",
    "RecipientFirstName",
    "RecipientEmail",
    "ExternalReference",
    "LocationLatitude",
    "LocationLongitude",
    "DistributionChannel",
    "UserLanguage",
    "ResponseID",
    "ResponseSet",
    "Name",
    "ExternalDataReference",
    "EmailAddress",
)
PERSONAL: Final = (
    "IPAddress",
    "RecipientLastName",
    "RecipientFirstName",
    "RecipientEmail",
    "LocationLatitude",
    "LocationLongitude",
    "Name",
    "EmailAddress",
)
_TRIED: Final = (
    *("1", "2", "8", "9", "12", "17"),  # preview, test, spam, and the two together
    *("Survey Preview", "Preview", "Survey Test", "Spam", "Offline Survey Preview"),
    *("Umfragevorschau", "Vista previa de la encuesta", "Aperçu de l'enquête"),
)
_UNFINISHED: Final = ("0", "False", "No", "Falso", "Falsch", "Faux", "Nein", "Non")
_LEFT_OUT: Final = (
    LeftOut(kind=PREVIEW, header="Status", words=_TRIED),
    LeftOut(kind=PREVIEW, header="DistributionChannel", words=("preview", "test")),
    LeftOut(kind=UNFINISHED, header="Finished", words=_UNFINISHED),
)
_SELECTED: Final = "selected choice"
_CURRENT_ROWS: Final = 3
_LEGACY_ROWS: Final = 2


def recognises(head: Head) -> bool:
    """The third row holds import ids; or the second one the names of the legacy export."""
    return _is_current(head) or _is_legacy(head)


def reads(head: Head) -> Reading:
    """Columns by field name; they answer to the text of their question too."""
    return _reading(head, _CURRENT_ROWS) if _is_current(head) else _reading(head, _LEGACY_ROWS)


def _is_current(head: Head) -> bool:
    if len(head.records) < _CURRENT_ROWS:
        return False
    ids = [cell for cell in head.records[2] if cell.strip()]
    return bool(ids) and all(_IMPORT_ID.match(cell) for cell in ids)


def _is_legacy(head: Head) -> bool:
    return len(head.records) >= _LEGACY_ROWS and set(head.records[1]) >= _LEGACY


def _reading(head: Head, rows: int) -> Reading:
    names, texts = head.records[0], [spoken(cell) for cell in head.records[1]]
    if rows == _LEGACY_ROWS:
        pairs = zip(names, texts, strict=False)
        named = [text if _LEGACY_NAME.fullmatch(name) else name for name, text in pairs]
    else:
        named = list(names)
    own = headers.cleaned(named)
    questions = {
        at: texts[at] for at, name in enumerate(own) if at < len(texts) and name not in EXTRAS
    }
    groups = ticks(_parts(questions), data_of(head, rows))
    ticked = {part.at for group in groups for part in group}
    also = {
        own[at]: _also(text)
        for at, text in questions.items()
        if text and own[at] and at not in ticked
    }
    return Reading(
        header_rows=rows,
        headers=own,
        also=also,
        derived=derived(groups) | _by_name(own, groups),
        left_out=tuple(rule for rule in _LEFT_OUT if rule.header in own),
        personal=frozenset(name for name in own if name in PERSONAL),
        times=next((name for name in ("RecordedDate", "EndDate") if name in own), ""),
        ids=tuple(n for n in ("ExternalReference", "ExternalDataReference") if n in own),
        extras=frozenset(name for name in own if name in EXTRAS),
    )


def _also(text: str) -> tuple[str, ...]:
    """The text of a question; where it has rows, `Question [Row]` and the row alone."""
    found = [text]
    question, _, row = text.partition(" - ")
    if row.casefold() == _SELECTED:
        found.append(question)
    elif row:
        found += [called(question, row), row]
        first, _, last = text.rpartition(" - ")
        if first != question:
            found += [called(first, last), last]
    return tuple(dict.fromkeys(found))


def _parts(questions: dict[int, str]) -> list[Part]:
    """Columns of one question: `Question - Choice`, or `Question - Selected Choice - Choice`."""
    found = []
    for at, text in questions.items():
        question, mark, choice = text.partition(" - ")
        before, middle, after = choice.partition(" - ")
        if middle and before.casefold() == _SELECTED:
            choice = after
        if mark and choice.casefold() != _SELECTED:
            found.append(Part(at=at, question=question, choice=choice))
    return found


def _by_name(own: tuple[str, ...], groups: list[list[Part]]) -> dict[str, str]:
    """All picks of a question under its field name: `Q4` for `Q4_1`, `Q4_2`."""
    picks = derived(groups)
    found = {}
    for group in groups:
        stems = {own[part.at].rpartition("_")[0] for part in group}
        if len(stems) == 1 and (stem := stems.pop()) and stem not in own:
            found[stem] = picks[group[0].question]
    return found


FORMAT: Final = Format(
    name="qualtrics",
    title="Qualtrics",
    kinds=frozenset({"survey"}),
    marks="three header rows, the third with import ids such as {{ImportId: QID1}}",
    recognises=recognises,
    reads=reads,
)
