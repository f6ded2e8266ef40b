"""What every reader of a source needs: the study, the session, the books."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.ingest import files, headers, layout, packages, periods
from pipeline.ingest.file_kinds import PERSONAL_COLUMNS
from pipeline.ingest.headers import plain
from pipeline.ingest.layout import Layout
from pipeline.ingest.link_kinds import GROUPS_WITHOUT_ROSTER
from pipeline.problems import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from pipeline.engine.session import Session
    from pipeline.ingest.books import Books
    from pipeline.ingest.id_pairs import Pair
    from pipeline.problems import Collector
    from pipeline.study.schema import AnySource, Headers, Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """One run of ingest.

    Attributes:
        study: The study file.
        folder: Its folder.
        session: Where rows are read, checked and linked.
        key: Key of the pseudonyms.
        problems: Everything worth telling.
        books: Every row that was read, and what became of it.
        say: Tells a person how it goes.
        tried: Pairs of ID columns that were compared, by file.
        unread: Files that were understood and not yet looked through for names.
        names: Words of the names in the others; never written.
    """

    study: Study
    folder: Path
    session: Session
    key: bytes
    problems: Collector
    books: Books
    say: Callable[[str], None]
    tried: dict[str, list[Pair]] = field(default_factory=dict)
    unread: list[tuple[AnySource, Layout]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    @property
    def periods(self) -> dict[str, int]:
        """How periods may be spelled in files, each with its position."""
        return dict(periods.spellings(self.study))

    def layouts(
        self, source: AnySource, patterns: Sequence[str], named: Sequence[str]
    ) -> Iterator[Layout]:
        """The files of a source, each understood; what cannot be read is told of.

        Args:
            source: How its files are written.
            patterns: Its files.
            named: Headers that the study file names in it.
        """
        expected = frozenset(named)
        found_files = files.find(self.folder, patterns, self.problems)
        for file in packages.opened(found_files, source, self.problems):
            found = (
                file
                if isinstance(file, Layout)
                else layout.inspect(
                    self.session, file, source=source, expected=expected, problems=self.problems
                )
            )
            if found is not None:
                self._tell_personal(found)
                self.unread.append((source, found))
                yield found

    def _tell_personal(self, found: Layout) -> None:
        """Says which columns of a vendor's export are left where they are."""
        personal = found.reading.personal
        own = [header for header in found.headers if header in personal]
        columns = [*own, *sorted(personal - set(own))]
        if columns:
            place = Place(file=found.file.shown)
            told = headers.listed(columns, at_most=20)
            self.problems.add(PERSONAL_COLUMNS, place, columns=told)

    def is_dropped(self, header: str) -> bool:
        """The study file says never to read this column."""
        return plain(header) in {plain(name) for name in self.study.privacy.drop}


def several(named: Headers) -> tuple[str, ...]:
    """One header or several, as several."""
    return (named,) if isinstance(named, str) else tuple(named)


def all_named(source: AnySource) -> list[str]:
    """Every header that `columns:` of a source names."""
    return [header for named in source.columns.values() for header in several(named)]


def roster_columns(study: Study) -> dict[str, str]:
    """Roster columns that the study file uses, and where."""
    used = dict.fromkeys(study.design.participants, "design.participants")
    used |= dict.fromkeys(study.design.comparison, "design.comparison")
    used |= dict.fromkeys(study.design.subgroups, "design.subgroups")
    if study.design.cluster is not None:
        used.setdefault(study.design.cluster, "design.cluster")
    for column in study.design.adjust_for:
        used.setdefault(column, "design.adjust_for")
    for column in matched_on(study):
        used.setdefault(column, "design.match")
    for goal in study.goals:
        used |= dict.fromkeys(goal.where, "goals.where")
    return used


def matched_on(study: Study) -> tuple[str, ...]:
    """Columns in which matched people are alike or equal."""
    match = study.design.match
    return () if match is None else (*match.on, *match.exact)


def breakdowns(study: Study) -> tuple[str, ...]:
    """Columns that are coded: subgroups, those of goals, the cluster, what is adjusted for."""
    goals = [column for goal in study.goals for column in goal.where]
    cluster = [study.design.cluster] if study.design.cluster is not None else []
    return tuple(
        dict.fromkeys(
            [
                *study.design.subgroups,
                *goals,
                *cluster,
                *study.design.adjust_for,
                *matched_on(study),
            ]
        )
    )


def groups_need_a_roster(intake: Intake) -> None:
    """Tells that groups and breakdowns are asked for where there is no roster."""
    used = roster_columns(intake.study)
    if used:
        place = Place(file=files.shown(intake.folder, "study.yaml"))
        told = headers.listed([f"{name} ({where})" for name, where in used.items()])
        intake.problems.add(GROUPS_WITHOUT_ROSTER, place, used=told)
