"""Text to tidy: reads every source of a study, checks it, links it, and writes the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.ingest import drafts, naming, pairs
from pipeline.ingest.activities import read_activities
from pipeline.ingest.approvals import read_consents
from pipeline.ingest.books import Books
from pipeline.ingest.intake import Intake, groups_need_a_roster
from pipeline.ingest.measures import Measures
from pipeline.ingest.metrics import Staged, read_metrics, tidy_metrics
from pipeline.ingest.people import number_people
from pipeline.ingest.respondents import tidy_survey
from pipeline.ingest.roster import read_rosters
from pipeline.ingest.scales import measure_scales
from pipeline.ingest.survey import StagedSurvey, read_survey
from pipeline.ingest.totals import read_totals
from pipeline.ingest.voices import read_interviews, read_testimonials
from pipeline.problems import Collector, Problems
from pipeline.study.schema import (
    Activities,
    Consents,
    Interviews,
    Metrics,
    Survey,
    Testimonials,
    Totals,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.engine.session import Session
    from pipeline.problems import Problem
    from pipeline.study.schema import Study

_NO_MEASUREMENTS: Final = (
    "SELECT NULL::INTEGER AS measure, NULL::INTEGER AS person, NULL::INTEGER AS period, "
    "NULL::DOUBLE AS value, NULL::BIGINT AS row, NULL::INTEGER AS file WHERE false"
)


def ingest(
    study: Study,
    *,
    folder: Path,
    session: Session,
    draft: Callable[[str], Path],
    key: bytes,
    say: Callable[[str], None],
) -> list[Problem]:
    """Reads a study's exports and writes its tidy tables.

    Args:
        study: The study file.
        folder: Its folder, with the exports as received; nothing is written there.
        session: Where rows are read, checked and linked.
        draft: Path to write a named table to.
        key: Key of the pseudonyms.
        say: Tells a person how it goes.

    Returns:
        Warnings and notes, in order of the files.

    Raises:
        Problems: Everything that was found, where at least one is an error. Only what was read
            and what was set aside is written then, so that it can be looked up.
    """
    problems = Collector()
    books = Books(session, problems)
    intake = Intake(
        study=study,
        folder=folder,
        session=session,
        key=key,
        problems=problems,
        books=books,
        say=say,
    )
    books.open()
    try:
        _write(intake, draft)
    except Problems:
        drafts.write_set_aside(intake, draft)
        raise
    finally:
        naming.mask(intake)
    return problems.found


def _write(intake: Intake, draft: Callable[[str], Path]) -> None:
    drafts.open_tables(intake.session)
    attributes = read_rosters(intake)
    if attributes is None:
        groups_need_a_roster(intake)
    staged = _read(intake)
    _stop_if_any(intake)
    people, codes = number_people(intake, attributes, _linked_tables(staged))
    measures = Measures(people=people)
    _tidy(intake, staged, measures)
    _read_voices(intake)
    parts = " UNION ALL ".join(measures.parts) or _NO_MEASUREMENTS
    intake.session.execute(f"CREATE VIEW measurements AS {parts}")
    scales = measure_scales(intake, measures)
    intake.problems.stop_if_any()
    drafts.begin(intake, draft, attributes=attributes)
    with intake.session.waiting():
        pairs.store(intake, measures, scales)
        drafts.write(intake, draft, measures=measures, scales=scales, codes=codes)


def _read(intake: Intake) -> list[Staged | StagedSurvey]:
    """Reads what can be read before it is known who is who."""
    staged: list[Staged | StagedSurvey] = []
    for name, source in intake.study.sources.items():
        match source:
            case Metrics():
                staged.append(read_metrics(intake, name, source))
            case Survey():
                staged.append(read_survey(intake, name, source))
            case Totals():
                read_totals(intake, name, source)
            case _:
                pass
    return staged


def _stop_if_any(intake: Intake) -> None:
    """Stops before linking where a file could not be read: all else would follow from that."""
    if not any(True for _ in intake.problems.errors()):
        return
    for file, entry in enumerate(intake.books.entries):
        if not entry.counts:
            intake.books.close(file)
    raise Problems(intake.problems.found)


def _linked_tables(staged: list[Staged | StagedSurvey]) -> list[str]:
    return [
        table
        for one in staged
        if isinstance(one, Staged) or one.source.link_to is not None
        for table in one.tables.values()
    ]


def _tidy(intake: Intake, staged: list[Staged | StagedSurvey], measures: Measures) -> None:
    for one in staged:
        if isinstance(one, Staged):
            tidy_metrics(intake, one, measures)
        else:
            tidy_survey(intake, one, measures)


def _read_voices(intake: Intake) -> None:
    for name, source in intake.study.sources.items():
        match source:
            case Activities():
                read_activities(intake, name, source)
            case Testimonials():
                read_testimonials(intake, name, source)
            case Interviews():
                read_interviews(intake, name, source)
            case Consents():
                read_consents(intake, name, source)
            case _:
                pass
    naming.tell(intake)
