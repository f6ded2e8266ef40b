"""What people said: testimonials behind the consent gate, and coded segments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.engine.session import quoted
from pipeline.ingest import cells, logs
from pipeline.ingest.contract import Check, kept
from pipeline.ingest.numbers import TRUE_WORDS
from pipeline.ingest.pseudonyms import pads, pseudonym_sql
from pipeline.ingest.row_kinds import NOT_CLEARED, NOT_IN_LIST

if TYPE_CHECKING:
    from pipeline.ingest.intake import Intake
    from pipeline.study.schema import Interviews, Testimonials

TESTIMONIAL: Final = (
    "id",
    "date",
    "role",
    "text",
    "language",
    "goal",
    "partner",
    "consent",
    "scope",
    "attribution",
    "is_minor",
    "guardian_consent",
    "expires",
    "withdrawn_on",
    "stance",
)
SEGMENT: Final = (
    "document",
    "kind",
    "date",
    "role",
    "segment",
    "code",
    "coder",
    "text",
    "consent",
)
_TESTIMONIAL_FORM: Final = logs.Form(columns=TESTIMONIAL, needed=("text", "consent"))
_SEGMENT_FORM: Final = logs.Form(columns=SEGMENT, needed=("document", "code"))
SCOPES: Final = ("internal", "partners", "public")
STANCES: Final = ("fits", "questions")
ATTRIBUTIONS: Final = ("name", "role", "anonymous")
_NO_WORDS: Final = ("no", "n", "false", "0")
_DATES: Final = ("date", "expires", "withdrawn_on")


def read_testimonials(intake: Intake, name: str, source: Testimonials) -> None:
    """Reads testimonials into the table `testimonials`: only those that may be used.

    A text that may not never leaves the raw file; its row is counted by reason.
    """
    for layout in intake.layouts(source, source.files, logs.named(source, TESTIMONIAL)):
        log = logs.read(intake, name, source, layout, form=_TESTIMONIAL_FORM)
        if log is None:
            continue
        for part in _DATES:
            logs.add_dates(intake, log, part, source)
        checks = _gate(intake, log)
        intake.books.judge(log.file, log.table, checks)
        lists = [_listed(log, "scope", SCOPES), _listed(log, "attribution", ATTRIBUTIONS),
                 _listed(log, "stance", STANCES)]  # fmt: skip
        intake.books.judge(log.file, log.table, [c for c in lists if c is not None])
        intake.session.execute(
            f"INSERT INTO testimonials SELECT {quoted(name)}, coalesce(id, 'row ' || row), role, "
            f"text, language, goal, partner, {_or('scope', SCOPES)}, "
            f"{_or('attribution', ATTRIBUTIONS, least='anonymous')}, iso_expires, "
            f"{_or('stance', STANCES, least='')}, row, "
            f"{log.file} FROM {log.table} WHERE {kept(checks)}"
        )
        intake.books.close(log.file)


def read_interviews(intake: Intake, name: str, source: Interviews) -> None:
    """Reads coded segments into the table `segments`.

    Documents are pseudonymised, coders are numbered, and text is kept only with consent.
    """
    for layout in intake.layouts(source, source.files, logs.named(source, SEGMENT)):
        log = logs.read(intake, name, source, layout, form=_SEGMENT_FORM)
        if log is None:
            continue
        kinds = _listed(log, "kind", ("interview", "group-discussion"))
        intake.books.judge(log.file, log.table, [kinds] if kinds is not None else [])
        outer, inner = pads(intake.key)
        document = pseudonym_sql(f"{quoted(name + ' ')} || coalesce(document, '')")
        is_group = f"coalesce({cells.folded('kind')} LIKE 'group%', false)"
        kind = f"CASE WHEN {is_group} THEN 'group-discussion' ELSE 'interview' END"
        text = f"CASE WHEN {_is_yes('consent')} THEN text END"
        intake.session.execute(
            f"INSERT INTO segments SELECT {quoted(name)}, {document}, {kind}, role, "
            f"coalesce(segment, CAST(row AS VARCHAR)), code, coder, {text}, row, {log.file} "
            f"FROM {log.table}",
            (outer, inner),
        )
        intake.books.close(log.file)


def _gate(intake: Intake, log: logs.Log) -> list[Check]:
    """The reasons for which a testimonial is not used; the first that applies is told."""
    last = max(period.ends for period in intake.study.periods).isoformat()
    not_minor = f"coalesce({cells.one_of(cells.folded('is_minor'), _NO_WORDS)}, is_minor IS NULL)"
    reasons = [
        ("no consent", f"NOT {_is_yes('consent')}", "consent"),
        (
            "a minor without the guardian's consent",
            f"NOT {not_minor} AND NOT {_is_yes('guardian_consent')}",
            "guardian_consent",
        ),
        ("a withdrawn testimonial", "withdrawn_on IS NOT NULL", "withdrawn_on"),
        (
            "an expired consent",
            f"expires IS NOT NULL AND coalesce(iso_expires < '{last}', true)",
            "expires",
        ),
        ("no text", "text IS NULL", "text"),
    ]
    checks, earlier = [], "false"
    for reason, when, part in reasons:
        checks.append(
            Check(
                kind=NOT_CLEARED,
                when=f"NOT ({earlier}) AND ({when})",
                found=quoted(reason),
                column=log.headers.get(part, part),
                is_row=True,
                is_loss=False,
                counted=reason,
            )
        )
        earlier = f"{earlier} OR ({when})"
    return checks


def _is_yes(part: str) -> str:
    return f"coalesce({cells.one_of(cells.folded(part), (*TRUE_WORDS, '1'))}, false)"


def _listed(log: logs.Log, part: str, words: tuple[str, ...]) -> Check | None:
    if part not in log.headers:
        return None
    return Check(
        kind=NOT_IN_LIST,
        when=f"{part} IS NOT NULL AND NOT {cells.one_of(cells.folded(part), words)}",
        found=part,
        column=log.headers[part],
        is_loss=False,
        facts={"accepted": ", ".join(words)},
    )


def _or(part: str, words: tuple[str, ...], *, least: str = "internal") -> str:
    """SQL of a word of a closed list; the most careful one where it is none."""
    folded = cells.folded(part)
    return f"CASE WHEN {cells.one_of(folded, words)} THEN {folded} ELSE {quoted(least)} END"
