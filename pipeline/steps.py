"""The steps: what each stage is handed, and the files that its answer becomes."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Final, Self

from pipeline.clearance import Fault, clear, hold
from pipeline.problems import Problems
from pipeline.receipts import earlier, lists
from pipeline.stages import STUDY_FILE, digest, promised, versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from pipeline.engine.session import Session
    from pipeline.evidence.design import Ceiling
    from pipeline.problems import Problem
    from pipeline.report.pages.index import IndexEntry
    from pipeline.study.schema import Study
    from pipeline.tables.published import Published
    from pipeline.tables.schema import Rows
    from pipeline.workspace import Workspace


class Database:
    """A session, opened when it is first asked for: importing it costs more than a small study."""

    def __init__(self, spill: Path, folders: Iterable[Path]) -> None:
        """A database that spills into a private folder, and sees some folders and no others."""
        self._spill, self._folders = spill, tuple(folders)
        self._session: Session | None = None

    def __enter__(self) -> Self:
        """The database itself, not open yet."""
        return self

    def __exit__(self, *how: object) -> None:
        """Closes the session where one was opened."""
        if self._session is not None:
            self._session.__exit__(*how)

    def __call__(self) -> Session:
        """The session."""
        if self._session is None:
            from pipeline.engine.session import Session

            self._session = Session(spill=self._spill, folders=self._folders)
        return self._session


def folders(workspace: Workspace, study: str) -> tuple[Path, ...]:
    """What the database sees of a workspace; parts of it may be links to elsewhere."""
    return workspace.root, workspace.own, workspace.raw(study), workspace.processed(study)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What one stage is handed.

    Attributes:
        study: The study file, without the sections that the stage was not promised.
        text: The study file as it was written, to point at a line of it.
        raw: Folder of the exports.
        tables: Folder of the tables that are there already.
        reads: Names of the tables that it may read.
        draft: Folder that its files go to.
        workspace: The only hand that writes.
        database: Where tables are read and written.
        key: Key of the pseudonyms.
        as_of: The day that goals are judged on.
        inputs: Each file that was read, with its hash.
        say: Tells how far it is.
        given_out: What was given out before, a file a release, the oldest first.
    """

    study: Study
    text: bytes
    raw: Path
    tables: Path
    reads: tuple[str, ...]
    draft: Path
    workspace: Workspace
    database: Database
    key: bytes
    as_of: date
    inputs: tuple[tuple[str, str], ...]
    say: Callable[[str], None]
    given_out: Sequence[Path] = ()

    def table(self, name: str) -> Path:
        """Where a table lies; one that the stage did not declare is refused."""
        if name not in self.reads:
            message = f"table {name!r} is not among those that the stage declares"
            raise Fault(message)
        return self.tables / f"{name}.parquet"

    def rows(self, name: str) -> Rows:
        """The rows of a table."""
        return self.database().read_parquet(self.table(name))

    def published(self) -> Published:
        """What may be shown."""
        from pipeline.tables.published_io import from_json

        return from_json((self.tables / "published.json").read_bytes())

    def write(self, name: str, content: bytes, *, private: bool = True) -> None:
        """One file of the answer."""
        self.workspace.write(self.draft / name, content, private=private)


def ingest(task: Task) -> tuple[Problem, ...]:
    """Exports to tidy tables; what was set aside is listed even where the run has to stop."""
    from pipeline.ingest.stage import ingest as read

    def draft(name: str) -> Path:
        return task.draft / f"{name}.parquet"

    session = task.database()
    try:
        found = read(
            task.study, folder=task.raw, session=session, draft=draft, key=task.key, say=task.say
        )
    finally:
        _set_aside(task, draft)
    return tuple(found)


def compare(task: Task) -> tuple[Problem, ...]:
    """Tidy tables to estimates."""
    from pipeline.compare.stage import compare as reckon
    from pipeline.tables.estimates import ESTIMATES

    session = task.database()
    rows = reckon(task.study, tables=task.table, session=session)
    session.write_rows(ESTIMATES, rows, task.draft / "estimates.parquet")
    return ()


def attain(task: Task) -> tuple[Problem, ...]:
    """Estimates to what became of each goal."""
    from pipeline.attain.stage import attain as judge
    from pipeline.tables.attainment import ATTAINMENT

    rows = judge(
        task.study,
        estimates=task.rows("estimates"),
        totals=task.rows("totals"),
        activities=task.rows("activities"),
        as_of=task.as_of,
    )
    task.database().write_rows(ATTAINMENT, rows, task.draft / "attainment.parquet")
    return ()


def protect(task: Task) -> tuple[Problem, ...]:
    """Exact results to what may be shown."""
    from pipeline.disclosure.stage import protect as publish
    from pipeline.tables.published_io import to_json

    published = publish(
        task.study,
        estimates=task.rows("estimates"),
        attainment=task.rows("attainment"),
        tidy=task.rows,
        as_of=task.as_of,
        inputs=task.inputs,
        versions=versions(),
        earlier=earlier(task.workspace, task.given_out),
    )
    task.write("published.json", to_json(published))
    return ()


def report(task: Task) -> tuple[Problem, ...]:
    """What may be shown to pages and files; no page may say more than the design can carry."""
    from pipeline.evidence.cards import CARDS
    from pipeline.release.results import TABLE, results_csv
    from pipeline.report.stage import pages

    published = task.published()
    limit, named = limits(task.study, published), report_id(task.text, published)
    made = pages(task.study, published, cards=CARDS, ceiling=limit, report_id=named)
    shown = {**made, "index.html": _alone(task, published)}
    file = task.workspace.shown(task.raw / STUDY_FILE)
    clear(shown, limit.tier, study=task.study, text=task.text.decode(), file=file)
    files = _files(task, published, made)
    before = [{TABLE: results_csv(one)} for one in earlier(task.workspace, task.given_out)]
    hold(made | files, minimum_n=published.minimum_n, file=file, earlier=before)
    for name, content in (made | files).items():
        task.write(name, content, private=False)
    return ()


STEPS: Final[Mapping[str, Callable[[Task], tuple[Problem, ...]]]] = {
    "ingest": ingest,
    "compare": compare,
    "attain": attain,
    "protect": protect,
    "report": report,
}


def index(found: Mapping[str, tuple[bytes, bytes]]) -> bytes:
    """The index over some releases: of each, its study file and what was published."""
    from pipeline.report.pages.index import index as page
    from pipeline.study.load import load_study
    from pipeline.tables.published_io import from_json

    entries = []
    for name, (text, content) in found.items():
        try:
            study = load_study(text, file=STUDY_FILE)
        except Problems:
            continue  # a later version refuses the file that an earlier one took
        entries.append(_entry(study, from_json(content), folder=name, text=text))
    return page(entries, score=_score(entries))


def _score(entries: Iterable[IndexEntry]) -> str:
    """How good the forecasts of all studies were, as it is printed; empty where there were none."""
    from pipeline.disclosure.display import number
    from pipeline.statistics.forecast import brier

    due = [one for entry in entries for one in entry.standings if one.chance == one.chance]
    found = number(brier([one.chance for one in due], [one.came_true for one in due]), 2)
    return "" if found is None else found.shown


def limits(study: Study, published: Published) -> Ceiling:
    """What the design can support, given what its results say of it."""
    from pipeline.evidence.design import ceiling
    from pipeline.release.strength import strength

    return ceiling(study, strength(study, published))


def report_id(text: bytes, published: Published) -> str:
    """A short id of all that a release says."""
    from pipeline.tables.published_io import to_json

    return digest([to_json(published), text])[:10]


def _entry(study: Study, published: Published, *, folder: str, text: bytes) -> IndexEntry:
    from pipeline.report.stage import index_entry

    limit, named = limits(study, published), report_id(text, published)
    return index_entry(study, published, ceiling=limit, folder=folder, report_id=named)


def _alone(task: Task, published: Published) -> bytes:
    """The index with this study alone, without its chart: its words, to be looked over."""
    from pipeline.report.pages.index import index as page

    entry = _entry(task.study, published, folder=task.raw.name, text=task.text)
    return page([replace(entry, effects=())])


def _set_aside(task: Task, draft: Callable[[str], Path]) -> None:
    """The lists of what was set aside, from as many tables as there are."""

    def read(name: str) -> Rows | None:
        return task.database().read_parquet(draft(name)) if draft(name).is_file() else None

    for name, content in lists(read).items():
        task.write(name, content)


def _sections(study: Study) -> dict[str, bytes]:
    """What each section of the study file says, however it is spelled; those that were handed."""
    return promised(study, sorted(study.__dict__))


def _files(task: Task, published: Published, made: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files beside the pages, the manifest last: it holds the hashes of all others."""
    from pipeline.evidence.cards import CARDS, used
    from pipeline.release.manifest import manifest
    from pipeline.release.results import TABLE, goals_csv, results_csv, results_json

    told = {column for goal in published.goals for column in goal.figures}
    needed = used((row.method for row in published.rows), told)
    cards = tuple(asdict(card) for card in CARDS if card.name in needed)
    files = {
        TABLE: results_csv(published),
        "goals.csv": goals_csv(published),
        "results.json": results_json(published, task.study, cards),
    }
    files["manifest.json"] = manifest(
        task.study,
        published,
        outputs={**made, **files},
        sections={name: digest([part]) for name, part in _sections(task.study).items()},
    )
    return files
