"""The data dictionary of a study, from its study file and a look at its exports."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any, Final

from pipeline.commands.readers import mentions_of, use_of
from pipeline.report.dictionary import Described, dictionary
from pipeline.stages import STUDY_FILE
from pipeline.study.schema import Survey
from pipeline.tables import accounts, pairs, tidy
from pipeline.tables.schema import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.ingest.looks import Column, Look
    from pipeline.problems import Problem
    from pipeline.study.schema import Item, Source, Study
    from pipeline.workspace import Workspace

TABLES: Final = tuple(
    table
    for module in (tidy, accounts, pairs)
    for table in vars(module).values()
    if isinstance(table, Table)
)
"""Every table that is written, as it is declared."""
FILES: Final = ("dictionary.html", "dictionary.csv")


@dataclass(slots=True, kw_only=True)
class Dictionary:
    """A study's columns, and where they were written."""

    study: str
    title: str
    columns: list[Described] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """The same for machines."""
        return {
            "study": self.study,
            "columns": [asdict(one) for one in self.columns],
            "files": self.files,
            "problems": [problem.as_json() for problem in self.problems],
        }

    def __str__(self) -> str:
        """Where to look, and what could not be read."""
        count = sum(one.source != "tables" for one in self.columns)
        said = [str(problem) for problem in self.problems]
        return "\n".join([*said, f"{self.study}: {count} columns described", *self.files])


def describe(workspace: Workspace, name: str) -> Dictionary:
    """Looks at a study's exports, and writes its dictionary as a page and as a table.

    Args:
        workspace: Where the study lies.
        name: Its folder.
    """
    from pipeline.study.load import read_study

    file = workspace.raw(name) / STUDY_FILE
    study = read_study(file.read_bytes(), file=workspace.shown(file)).study
    found = Dictionary(study=name, title=study.study.title)
    _look(workspace, study, found)
    found.columns += [
        Described(
            source="tables",
            place=f"{table.name}: {table.row}",
            header=column.name,
            holds=column.type,
            meaning=column.meaning,
            options=column.unit,
            read_by="private" if column.private else "",
        )
        for table in TABLES
        for column in table.columns
    ]
    page = dictionary(found.title, found.columns, is_synthetic=study.study.synthetic)
    target = workspace.processed(name)
    for written, content in zip(FILES, (page, _csv(found.columns)), strict=True):
        workspace.write(target / written, content, private=True)
        found.files.append(workspace.shown(target / written))
    return found


def _look(workspace: Workspace, study: Study, found: Dictionary) -> None:
    from pipeline.engine.session import Session
    from pipeline.ingest.files import find
    from pipeline.ingest.looks import look
    from pipeline.problems import Collector
    from pipeline.steps import folders

    problems = Collector()
    with Session(folders=folders(workspace, found.study)) as session:
        for name, source in study.sources.items():
            files = find(workspace.raw(found.study), _patterns(source), problems)
            for one in look(session, files, problems):
                found.columns += _of_file(study, name, source, one)
    found.problems += problems.found


def _patterns(source: Source) -> tuple[str, ...]:
    if isinstance(source, Survey):
        return tuple(dict.fromkeys(file for wave in source.waves for file in wave.files))
    return source.files


def _of_file(study: Study, name: str, source: Source, look: Look) -> Iterator[Described]:
    """Every column of a file that the study reads or could read."""
    from pipeline.ingest.headers import plain

    headers = frozenset(plain(column.name) for column in look.columns)
    mentions = list(mentions_of(study, name, source, headers))
    items = source.items if isinstance(source, Survey) else {}
    read_as = _read_as(look, study.privacy.minimum_n)
    for column in look.columns:
        use = use_of(study, mentions, column)
        item = items.get(use.name)
        asked = item.text if item is not None and item.text else column.text
        yield Described(
            source=name,
            place=", ".join(look.names),
            read_as=read_as,
            header=column.name,
            name=use.name,
            holds=_holds(column, item, is_link=use.name in {"link", "student_id"}),
            meaning=asked or use.meaning,
            options=_options(source, item, study, f"{name}.{use.name}"),
            filled=_filled(column, look, study.privacy.minimum_n),
            read_by=", ".join(use.readers),
        )


def _read_as(look: Look, minimum: int) -> str:
    """How a file was understood: its format, its encoding, and how many rows it has."""
    from pipeline.ingest.formats import title_of

    rows = f"{look.rows:,} rows" if look.rows >= minimum else f"fewer than {minimum} rows"
    said = (title_of(look.layout.format), look.layout.encoding.upper(), rows)
    return ", ".join(one for one in said if one)


def _holds(column: Column, item: Item | None, *, is_link: bool) -> str:
    if column.is_personal:
        return "names a person: never read"
    if is_link or column.means in {"student_id", "state_id"}:
        return "ID, kept as a pseudonym"
    if item is not None:
        return {"choice": "answers", "number": "number", "text": "text, kept private"}[item.type]
    if column.is_date:
        return "date"
    if column.is_number:
        return "number"
    return "words" if column.filled else "nothing"


def _options(source: Source, item: Item | None, study: Study, measure: str) -> str:
    """The answers in order, or the range that an outcome declares; only what is declared."""
    if item is not None and isinstance(source, Survey) and item.answers in source.answers:
        return "; ".join(option[0] for option in source.answers[item.answers])
    read = (o for o in study.outcomes.values() if o.measure == measure and o.range is not None)
    outcome = next(read, None)
    if outcome is None or outcome.range is None:
        return ""
    return f"{outcome.range[0]:g} to {outcome.range[1]:g} {outcome.unit}".strip()


def _filled(column: Column, look: Look, minimum: int) -> str:
    """How much of a column is filled, in words; of few people nothing but that they are few."""
    if column.is_personal or not look.rows:
        return ""
    missing = look.rows - column.filled
    if column.filled == look.rows:
        return "all rows"
    if not column.filled:
        return "no rows"
    if column.filled < minimum or missing < minimum:
        return "a few rows" if column.filled < minimum else "nearly all rows"
    return f"{round(100 * column.filled / look.rows)} % of the rows"


def _csv(columns: Sequence[Described]) -> bytes:
    from pipeline.tables.spreadsheet import safe

    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    names = [one.name for one in fields(Described)]
    writer.writerow(names)
    rows: list[dict[str, Any]] = [asdict(one) for one in columns]
    writer.writerows([safe(str(row[name])) for name in names] for row in rows)
    return text.getvalue().encode()
