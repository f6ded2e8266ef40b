"""A first look at a file that nobody has described yet: its format, its columns, what they hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.ingest import cells, layout, packages
from pipeline.ingest.aliases import meaning
from pipeline.ingest.dates import read_dates
from pipeline.ingest.loading import Ask, load
from pipeline.ingest.personal import is_personal
from pipeline.problems import Collector
from pipeline.study.schema import Metrics, Roster, Survey

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.engine.session import Session
    from pipeline.ingest.files import RawFile
    from pipeline.ingest.layout import Layout
    from pipeline.study.schema import AnySource

_VALUES: Final = 200
_NUMERIC: Final = 0.95
_DATED: Final = 0.9
_TRIED: Final = (
    Survey.model_construct(kind="survey", format="auto", keep={}, missing=(), waves=(), items={}),
    Roster.model_construct(kind="roster", files=(), format="auto", keep={}, missing=()),
    Metrics.model_construct(kind="metrics", files=(), format="auto", keep={}, missing=()),
)
"""Stand-ins for a source that is not written yet, in the order in which formats are tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What one column holds.

    Attributes:
        name: As a study file would write it.
        text: Text of the question, where the export has one besides the name.
        means: Our name for it, where it is known: student_id, school, grade, ...
        filled: Cells that hold something.
        distinct: Different values.
        values: The most frequent values, where the column is not personal.
        is_number: Nearly every value is a number.
        low: Smallest number.
        high: Largest number.
        is_date: Nearly every value is a date.
        is_personal: It names a person; nothing was looked at.
        is_withheld: Some cells say that the source withholds them.
    """

    name: str
    text: str = ""
    means: str = ""
    filled: int = 0
    distinct: int = 0
    values: tuple[str, ...] = ()
    is_number: bool = False
    low: float = 0.0
    high: float = 0.0
    is_date: bool = False
    is_personal: bool = False
    is_withheld: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One file, or one package, as it was found.

    Attributes:
        file: The file that the study file would name.
        names: Files that belong together, as the study file would name them.
        layout: How it was read.
        vendor: Name of the vendor's format, or empty.
        kind: Kind of source that the vendor's format is, or empty.
        rows: Records.
        columns: Every column, derived ones too.
    """

    file: RawFile
    names: tuple[str, ...]
    layout: Layout
    vendor: str
    kind: str
    rows: int
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column | None:
        """A column by its name."""
        return next((one for one in self.columns if one.name == name), None)

    def meaning(self, name: str) -> Column | None:
        """The first column that means something."""
        return next((one for one in self.columns if one.means == name), None)


def look(session: Session, files: Sequence[RawFile], problems: Collector) -> list[Look]:
    """Looks at files, each by itself or as the package that some of them are.

    Args:
        session: Where they are read.
        files: The files.
        problems: Where what cannot be read is told of.
    """
    folders: dict[str, list[RawFile]] = {}
    for file in files:
        folders.setdefault(file.name.rpartition("/")[0], []).append(file)
    found: list[Look] = []
    for together in folders.values():
        whole = _packages(session, together)
        found += whole
        taken = {name for one in whole for name in one.names}
        rest = [file for file in together if file.name not in taken]
        found += [one for file in rest if (one := _one(session, file, problems)) is not None]
    return found


def _packages(session: Session, files: Sequence[RawFile]) -> list[Look]:
    """What the package that some files are holds: a roster, records, or both."""
    is_many = len(files) > 1 or any(file.suffix == ".zip" for file in files)
    found = []
    for source in _TRIED[1:] if is_many else ():
        opened = [o for o in packages.opened(files, source, Collector()) if not _is_file(o)]
        if opened and isinstance(opened[0], layout.Layout):
            held = {opened[0].file.name, *opened[0].beside}
            names = tuple(f.name for f in files if f.name in held or f.suffix == ".zip")
            seen = _looked(session, opened[0], source, names=names)
            found += [seen] if seen is not None and seen.rows else []
    return found


def _is_file(one: object) -> bool:
    return not isinstance(one, layout.Layout)


def _one(session: Session, file: RawFile, problems: Collector) -> Look | None:
    best: tuple[Layout, AnySource] | None = None
    for source in _TRIED:
        quiet = Collector()
        for opened in packages.opened([file], source, quiet):
            found = (
                opened
                if isinstance(opened, layout.Layout)
                else layout.inspect(
                    session, opened, source=source, expected=frozenset(), problems=quiet
                )
            )
            if found is not None and (best is None or _is_vendor(found)):
                best = (found, source)
        if best is not None and _is_vendor(best[0]):
            break
        if source is _TRIED[-1] and best is None:
            problems.found += quiet.found
    return None if best is None else _looked(session, *best, names=(file.name,))


def _is_vendor(found: Layout) -> bool:
    return found.format not in {"csv", "tsv", "xlsx", "parquet"}


def _looked(
    session: Session, found: Layout, source: AnySource, *, names: tuple[str, ...]
) -> Look | None:
    reading = found.reading
    personal = [n for n in reading.headers if n in reading.personal or is_personal(n)]
    own = [n for n in dict.fromkeys((*reading.headers, *reading.derived)) if n]
    shown = [n for n in own if n not in personal and reading.headers.count(n) <= 1]
    select = {f"v{i}": cells.present(found.cell(name), ()) for i, name in enumerate(shown)}
    ask = Ask(select or {"v0": "NULL::VARCHAR"}, has_totals=True)
    loaded = load(session, found, source=source, ask=ask, into="_look", problems=Collector())
    if loaded is None:
        return None
    columns = [_column(session, found, name, i) for i, name in enumerate(shown)]
    columns += [Column(name=name, is_personal=True) for name in personal]
    rows = int(session.one("SELECT count(*) FROM _look"))
    loaded.forget(session)
    is_vendor = _is_vendor(found)
    return Look(
        file=found.file,
        names=names,
        layout=found,
        vendor=found.format if is_vendor else "",
        kind=source.kind if is_vendor else "",  # type: ignore[attr-defined]
        rows=rows,
        columns=tuple(columns),
    )


def _column(session: Session, found: Layout, name: str, i: int) -> Column:
    number = f"try_cast(replace(rtrim(v{i}, '%'), ',', '') AS DOUBLE)"
    withheld = f"count(*) FILTER (coalesce({cells.is_withheld(f'v{i}', ())}, false))"
    filled, distinct, numbers, low, high, hidden = session.tuples(
        f"SELECT count(v{i}), count(DISTINCT v{i}), count({number}), min({number}), "
        f"max({number}), {withheld} FROM _look"
    )[0]
    values = tuple(
        str(value)
        for (value,) in session.tuples(
            f"SELECT v{i} FROM _look WHERE v{i} IS NOT NULL GROUP BY v{i} "
            f"ORDER BY count(*) DESC, v{i} LIMIT {_VALUES}"
        )
    )
    is_number = filled > 0 and numbers + hidden >= _NUMERIC * filled and numbers > 0
    readings, unsure = read_dates(values, None)
    dated = sum(iso is not None for iso in readings.values())
    also = found.reading.also.get(name, ())
    return Column(
        name=name,
        text=also[0] if also and " " in also[0] else "",
        means=_means(name, also),
        filled=int(filled),
        distinct=int(distinct),
        values=values,
        is_number=is_number,
        low=float(low or 0),
        high=float(high or 0),
        is_date=bool(values) and not is_number
        and (dated >= _DATED * len(values) or unsure is not None),
        is_withheld=bool(hidden),
    )  # fmt: skip


def _means(name: str, also: Sequence[str]) -> str:
    return next((m for one in (name, *also) if (m := meaning(one))), "")
