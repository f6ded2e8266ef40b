"""Whether a text names somebody who stands in the exports. Only the finding is kept, no name."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.ingest import cells
from pipeline.ingest.headers import plain
from pipeline.ingest.loading import Ask, load
from pipeline.ingest.personal import MASK, is_masked
from pipeline.ingest.plain_words import CLOSED, COMMON, PARTICLES
from pipeline.problems import Collector
from pipeline.study.schema import Activities
from pipeline.tables.schema import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.ingest.intake import Intake
    from pipeline.ingest.layout import Layout
    from pipeline.study.schema import AnySource

SOURCES: Final = ("roster", "survey", "metrics", "testimonials", "interviews", "activities")
"""Kinds of source whose rows are people, or tell of people."""
ENTRY_SQL: Final = "trim(coalesce(title, '') || chr(10) || coalesce(notes, ''), chr(10))"
"""The words of an entry of a log, as they are checked and approved."""
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NO_NAME: Final = re.compile(
    r"phone|mobile|cell|sms|address|street|city|zip|state\b|birth|dob|ssn|security|password|gpa"
    r"|latitude|longitude|\bip\b|start|end|date|relationship",
    re.IGNORECASE,
)
_BEGINS: Final = re.compile(r"(?:^|[.!?…:;¡¿\"“”«»(\[—–\n])\s*$")
_REACHES: Final = re.compile(r"\S@\S|(?:\d[\s().-]{1,2}){3,}\d|(?:\d{2,}[\s().-]{1,2}){2,}\d{4}")
_SHORT: Final = 3
_OF_ADDRESS: Final = 4


def tell(intake: Intake) -> None:
    """Notes which texts and roles hold a name, in the table `naming`; no name is kept itself."""
    texts = intake.session.tuples(
        "SELECT text FROM testimonials UNION SELECT text FROM segments WHERE text IS NOT NULL "
        f"UNION SELECT {ENTRY_SQL} FROM activities UNION SELECT role FROM testimonials "
        "UNION SELECT role FROM segments UNION SELECT role FROM activities ORDER BY ALL"
    )
    if not any(text for (text,) in texts):
        return
    names = _names(intake)
    found = [text for (text,) in texts if text is not None and names_somebody(text, names)]
    if found:
        intake.session.insert(
            Rows({"text": np.array(found, dtype=object)}),
            "INSERT INTO naming SELECT CAST(text AS VARCHAR) FROM _incoming",
        )


def mask(intake: Intake) -> None:
    """Hides what was found in a cell where it names or reaches somebody, under whatever header.

    Columns that say what they are were masked before; this is for cells that slipped into others.
    """
    for problem in intake.problems.found:
        value = problem.facts.get("value")
        if not isinstance(value, str) or not re.search(r"[^\W\d_]{2}|\d{3}", value):
            continue
        if _REACHES.search(value) or names_somebody(value, _names(intake)):
            problem.facts["value"] = MASK


def names_somebody(text: str, names: set[str]) -> bool:
    """Whether a text holds one of some names.

    A word that is one of everyday language too counts where it has a capital that grammar does
    not ask for; a name of that kind at the beginning of a sentence counts as well, because a
    person can approve a text and nobody can take one back.

    >>> names_somebody("I hope Hope comes.", {"hope"}), names_somebody("I hope so.", {"hope"})
    (True, False)
    >>> names_somebody("mi tutora fue dariela", {"dariela"})
    True
    """
    shown = _visible(text)
    return any(_is_name(shown, word, names) for word in _WORD.finditer(shown))


def words_of(value: str) -> set[str]:
    """The words of a name or of the part of an address before the @, as they are looked for.

    >>> sorted(words_of("María de la Cruz-Ortega")), sorted(words_of("mlopez7@here.org"))
    (['cruz', 'cruz-ortega', 'maria', 'ortega'], ['mlopez'])
    """
    name, at, _ = value.partition("@")
    found = {fold(word.group()) for word in _WORD.finditer(_visible(name))}
    found |= {part for word in found for part in re.split(r"[-']", word)}
    least = _OF_ADDRESS if at else 2
    return {word for word in found if len(word) >= least and word not in PARTICLES}


def fold(word: str) -> str:
    """A word without what writers leave out: case, accents, the 's of a possessive.

    >>> fold("Núñez's")
    'nunez'
    """
    return _visible(word).replace("’", "'").casefold().removesuffix("'s")


def _is_name(text: str, word: re.Match[str], names: set[str]) -> bool:
    written, folded = word.group(), fold(word.group())
    if folded not in names and not names.intersection(re.split(r"[-']", folded)):
        return False
    if not written[0].isupper():
        return len(folded) >= _SHORT and folded not in COMMON and folded not in CLOSED
    return folded not in CLOSED or not (written.isupper() or _BEGINS.search(text[: word.start()]))


def _visible(text: str) -> str:
    """A text as it is read, without signs of no width and without accents."""
    shown = unicodedata.normalize("NFKD", text)
    return "".join(c for c in shown if unicodedata.category(c) not in {"Cf", "Mn"})


def _names(intake: Intake) -> set[str]:
    """Every word of every name that an export of people holds, of files that were read so far."""
    while intake.unread:
        source, layout = intake.unread.pop()
        if source.kind in SOURCES:  # type: ignore[attr-defined]
            intake.names.update(layout.reading.names, _of_file(intake, source, layout))
    return intake.names


def _of_file(intake: Intake, source: AnySource, layout: Layout) -> set[str]:
    columns = [h for h in layout.headers if _holds_names(intake, source, layout, h)]
    if not columns:
        return set()
    select = {f"n{i}": cells.trimmed(layout.cell(header)) for i, header in enumerate(columns)}
    loaded = load(
        intake.session,
        layout,
        source=source.model_copy(update={"keep": {}}),
        ask=Ask(select),
        into="_named",
        problems=Collector(),  # what is wrong with the file was told when it was read
    )
    if loaded is None:
        return set()
    values = [
        str(value)
        for name in select
        for (value,) in intake.session.tuples(
            f"SELECT DISTINCT {name} FROM {loaded.table} WHERE {name} IS NOT NULL"
        )
    ]
    loaded.forget(intake.session)
    return all_words(values)


def all_words(values: Iterable[str]) -> set[str]:
    """The words of many names."""
    return {word for value in values for word in words_of(value)}


def _holds_names(intake: Intake, source: AnySource, layout: Layout, header: str) -> bool:
    if not header or intake.is_dropped(header):
        return False
    # In a log a bare "name" is that of the event.
    is_event = isinstance(source, Activities) and plain(header) in {"name", "names"}
    return is_of_names(header, layout.reading.personal) and not is_event


def is_of_names(header: str, personal: frozenset[str]) -> bool:
    """A column whose values are names or addresses made of names."""
    return is_masked(header, personal) and not _NO_NAME.search(header)
