"""Which ID column of a file belongs to which of the roster: every pair is tried where one fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.engine.session import quoted
from pipeline.ingest import cells
from pipeline.ingest.aliases import meaning
from pipeline.ingest.headers import known
from pipeline.ingest.layout import header_of
from pipeline.ingest.loading import Ask, load
from pipeline.ingest.shares import percent
from pipeline.problems import Collector

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.ingest.intake import Intake
    from pipeline.ingest.layout import Layout
    from pipeline.study.schema import AnySource

OWN: Final = "student_id"
"""What the roster's own ID column is called."""
IDS: Final = frozenset({"student_id", "state_id"})
"""Meanings of headers that name a person by a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One ID column of a file beside one of the roster.

    Attributes:
        header: Header in the file.
        column: Column of the roster: `student_id`, or the header of another ID column.
        matched: Rows whose ID is that of exactly one person there.
        rows: Rows with an ID.
    """

    header: str
    column: str
    matched: int
    rows: int

    def __str__(self) -> str:
        """The pair with its rate, as `check` shows it."""
        return f"{self.header} ↔ {self.column} {percent(self.matched, self.rows)}"


def id_columns(layout: Layout, named: dict[str, str], own: str) -> dict[str, str]:
    """Further ID columns of a roster, besides its own: what they are called, and their headers.

    Args:
        layout: The roster's file.
        named: Headers of mapped columns by our name.
        own: Header of its own ID column.
    """
    mapped = {alias: header for alias, header in named.items() if is_id(alias, header)}
    rest = {h: h for h in layout.headers if h and (h in layout.reading.ids or meaning(h) in IDS)}
    found = mapped | {n: h for n, h in rest.items() if h not in mapped.values()}
    return {name: header for name, header in found.items() if header != own}


def is_id(alias: str, header: str) -> bool:
    """A mapped column that names a person by a number."""
    return alias in {"state_id", "local_id", "student_number", "sourcedId"} or (
        meaning(header) in IDS and not alias.startswith("school")
    )


def choose(intake: Intake, source: AnySource, layout: Layout, wanted: Sequence[str]) -> str | None:
    """The ID header of a file: of several that the study file lists, the one that matches most.

    One that stands alone is taken as it is, without a look at its cells.
    """
    listed = [h for name in wanted if (h := known(layout.reading, (name,))) is not None]
    listed = list(dict.fromkeys(listed))
    if len(listed) < 2 or not has_roster(intake):  # noqa: PLR2004
        return header_of(layout, wanted, intake.problems)
    pairs = tried(intake, source, layout, listed)
    if not pairs:
        return listed[0]
    intake.tried[layout.file.name] = pairs
    return max(pairs, key=lambda pair: pair.matched).header


def has_roster(intake: Intake) -> bool:
    """There is a roster."""
    return bool(
        intake.session.one("SELECT count(*) FROM duckdb_views() WHERE view_name = 'roster'")
    )


def tried(intake: Intake, source: AnySource, layout: Layout, headers: Sequence[str]) -> list[Pair]:
    """Every pair of some headers of a file and the ID columns of the roster, in their order."""
    select = {f"i{n}": cells.trimmed(layout.cell(header)) for n, header in enumerate(headers)}
    into = "id_pairs"
    quiet = Collector()
    loaded = load(
        intake.session, layout, source=source, ask=Ask(select, has_totals=True), into=into,
        problems=quiet,
    )  # fmt: skip
    if loaded is None:
        return []
    columns = [OWN, *(str(c) for (c,) in intake.session.tuples(
        'SELECT DISTINCT "column" FROM other_ids ORDER BY 1'
    ))]  # fmt: skip
    found = []
    for n, header in enumerate(headers):
        for column in columns:
            matched, rows = intake.session.tuples(
                f"SELECT count(k.id), count(*) FROM {into} x LEFT JOIN ({forms(column)}) k "
                f"ON lower(x.i{n}) = k.id WHERE x.i{n} IS NOT NULL"
            )[0]
            found.append(Pair(header=header, column=column, matched=matched, rows=rows))
    loaded.forget(intake.session)
    return found


def forms(column: str) -> str:
    """SQL of the IDs of a roster column that belong to one person alone, in small letters."""
    if column == OWN:
        source = "SELECT lower(id) AS id, row FROM roster"
    else:
        source = f'SELECT lower(id) AS id, row FROM other_ids WHERE "column" = {quoted(column)}'
    return f"SELECT id FROM ({source}) GROUP BY id HAVING count(*) = 1"


def people_by(column: str) -> str:
    """SQL of `id` and `person` by a column of the roster; IDs of several people are left out."""
    if column == OWN:
        return "SELECT id, person, row, file FROM students"
    return (
        "SELECT o.id, s.person, s.row, s.file FROM other_ids o JOIN students s "
        f'ON s.file = o.file AND s.row = o.row WHERE o."column" = {quoted(column)} '
        "QUALIFY count(*) OVER (PARTITION BY o.id) = 1"
    )


def better(intake: Intake, source: AnySource, layout: Layout, key: str) -> list[Pair]:
    """Where a file matches badly: what every ID column that it has would match.

    Args:
        intake: The run.
        source: The source.
        layout: The file.
        key: Header that the study file means.
    """
    others = [h for h in layout.headers if h and h != key]
    ids = [h for h in others if h in layout.reading.ids or meaning(h) in IDS]
    return tried(intake, source, layout, [key, *dict.fromkeys(ids)])
