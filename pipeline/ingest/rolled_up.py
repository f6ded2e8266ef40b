"""Schools of too few students to be told of, told of together.

A school with fewer students than may be shown is hidden wherever it stands, and another with it.
Where there are several, they stand as one: more is told, and less is hidden for their sake.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.engine.session import quoted
from pipeline.ingest.aliases import meaning
from pipeline.ingest.file_kinds import ROLLED_UP
from pipeline.ingest.files import natural, shown
from pipeline.ingest.headers import listed
from pipeline.ingest.intake import matched_on, several
from pipeline.problems import Place
from pipeline.study.schema import Roster

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.ingest.intake import Intake

SCHOOL: Final = "school"
OTHERS: Final = "Other schools ({count})"
"""What they are called."""


@dataclass(frozen=True, slots=True)
class RolledUp:
    """Schools of one column that are told of together.

    Attributes:
        column: The column.
        schools: Their names as the file writes them.
    """

    column: str
    schools: Sequence[str]

    @property
    def label(self) -> str:
        """What they are called together.

        >>> RolledUp("school", ("A", "B")).label
        'Other schools (2)'
        """
        return OTHERS.format(count=len(self.schools))

    def sql(self, column: str) -> str:
        """SQL of a column with their name in place of their own."""
        small = ", ".join(map(quoted, self.schools))
        return f"CASE WHEN {column} IN ({small}) THEN {quoted(self.label)} ELSE {column} END"


def rolled_up(intake: Intake, columns: dict[str, str]) -> Iterator[RolledUp]:
    """Finds the schools that are told of together, and notes them.

    Args:
        intake: The run.
        columns: Column of the view `roster` of each attribute.
    """
    least = intake.study.privacy.minimum_n
    for name in _schools(intake):
        if name not in columns:
            continue
        sizes = intake.session.tuples(
            f"SELECT {columns[name]}, count(*) FROM roster WHERE {columns[name]} IS NOT NULL "
            f"GROUP BY ALL"
        )
        small = sorted((str(school) for school, n in sizes if n < least), key=natural)
        if len(small) > 1:
            found = RolledUp(name, tuple(small))
            _tell(intake, found, least)
            yield found


def _schools(intake: Intake) -> list[str]:
    """Breakdowns by school that nothing but the breakdown rests on."""
    study = intake.study
    rosters = [source for source in study.sources.values() if isinstance(source, Roster)]
    taken = {*study.design.participants, *study.design.comparison, *study.design.adjust_for}
    taken |= {study.design.cluster or "", *matched_on(study)}
    taken |= {column for goal in study.goals for column in goal.where}
    return [
        name
        for name in study.design.subgroups
        if name not in taken
        and any(
            SCHOOL in {meaning(name), *map(meaning, several(source.columns.get(name, name)))}
            for source in rosters
        )
    ]


def _tell(intake: Intake, found: RolledUp, least: int) -> None:
    intake.problems.add(
        ROLLED_UP,
        Place(file=shown(intake.folder, "study.yaml")),
        count=len(found.schools),
        minimum=least,
        schools=listed(found.schools),
        label=found.label,
        column=found.column,
    )
