"""Mutated exports: whatever a file holds, only problems are told, in time, and every row counts.

    python -m tests.soak.fuzz 1000 [SEED [WHOLE]]     1 000 mutated files over all fixtures

Each fixture folder gets the study file that `outcomes init` drafts for it. One of its files is
then changed at random: bytes, rows, cells, members of archives. Every file is read; one in WHOLE
(10) goes through the whole of ingest as well. Prints what broke, and a count.
"""

from __future__ import annotations

import io
import random
import shutil
import signal
import sys
import tempfile
import traceback
import zipfile
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.engine.session import Session
from pipeline.ingest import packages
from pipeline.ingest.files import find
from pipeline.ingest.layout import Layout, inspect
from pipeline.ingest.loading import Ask, load
from pipeline.ingest.looks import look
from pipeline.ingest.proposal import propose
from pipeline.ingest.stage import ingest
from pipeline.problems import Collector, Problems
from pipeline.study.draft import text_of
from pipeline.study.load import load_study

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.study.schema import AnySource, Study

EXPORTS = Path(__file__).parents[1] / "data" / "exports"
NOTHING = {"none": "NULL::VARCHAR"}
SECONDS = 10
"""A file that takes longer hangs."""
ODD = [
    b'"', b"\n", b"\r\n", b",", b";", b"\t", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"'", b"*",
    b"<10", b"NA", b"-1", b"1e309", b"=1+1", b"{value}", b"%s", b"\\", b"\xc3", b"\xe9",
    "\u202e".encode(), "\u00a0".encode(), b"9999999999999999999", b"2023-99-99", b"Total",
]  # fmt: skip

QUIRKS = """
version: 1
study: {title: Fuzz, partners: [{id: us, name: We, type: other, contributes: all}]}
periods:
  - {id: fall, starts: 2023-08-21, ends: 2023-12-20, role: before}
  - {id: spring, starts: 2024-01-08, ends: 2024-06-07, role: after}
design: {kind: one-group}
sources:
  scores:
    kind: metrics
    files: ["*.csv", "*.tsv", "*.txt"]
    columns: {student_id: id}
    measures: {score: {fall: score, spring: score}}
outcomes:
  score: {label: Score, measure: scores.score, type: continuous, better: higher}
"""


class Hangs(Exception):  # noqa: N818
    """A file took too long."""


@dataclass(frozen=True)
class Fixture:
    """One folder of exports with the study that was drafted for it."""

    name: str
    files: dict[str, bytes]
    study: Study


def fixtures() -> list[Fixture]:
    """Every fixture folder that a study can be drafted for; rosters get scores beside them."""
    found = [quirks()]
    for folder in sorted(p for p in EXPORTS.iterdir() if p.is_dir() and p.name != "quirks"):
        files = {p.name: p.read_bytes() for p in sorted(folder.glob("*"))}
        files |= _beside(folder.name)
        fixture = _drafted(folder.name, files)
        if fixture is not None:
            found.append(fixture)
    return found + _zipped(found)


def quirks() -> Fixture:
    """Files as they are found, read by one study; those that stop it as they are stay out."""
    stops = {"expected.json", "header-only.csv", "never-closed.csv"}
    files = {p.name: p.read_bytes() for p in (EXPORTS / "quirks").iterdir() if p.name not in stops}
    return Fixture("quirks", files, load_study(QUIRKS.encode(), file="study.yaml"))


def _beside(name: str) -> dict[str, bytes]:
    """Scores for rosters, by the IDs that the fixture's students have."""
    key = {"sds-2.1": "u-{:03d}"}.get(name, "{:06d}")
    first = 1 if "{:03d}" in key else 701
    rows = [f"{key.format(first + n)},{50 + n},{52 + n}" for n in range(30)]
    is_roster = name in {
        *("oneroster-1.1", "oneroster-1.2", "clever", "sds-2.1", "sds-1"),
        *("powerschool", "infinite-campus"),
    }
    text = "Student ID,math_pre,math_post\n" + "\n".join(rows) + "\n"
    return {"scores.csv": text.encode()} if is_roster else {}


def _drafted(name: str, files: dict[str, bytes]) -> Fixture | None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "data" / "raw" / "x"
        _write(folder, files)
        with Session() as session:
            looks = look(session, find(folder, sorted(files), Collector()), Collector())
    draft = propose(looks, title="Fuzz")
    if not draft.content["outcomes"]:
        return None
    text = text_of(draft.content, opening=[])
    return Fixture(name, files, load_study(text.encode(), file="study.yaml"))


def _zipped(found: list[Fixture]) -> list[Fixture]:
    """The packages once more, as one archive."""
    made = []
    for one in found:
        if not one.name.startswith(("oneroster", "clever", "sds")):
            continue
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", compression=zipfile.ZIP_DEFLATED) as archive:
            for name, content in one.files.items():
                if name != "scores.csv":
                    archive.writestr(name, content)
        files = {"roster.zip": out.getvalue(), "scores.csv": one.files["scores.csv"]}
        fixture = _drafted(f"{one.name}.zip", files)
        made += [fixture] if fixture is not None else []
    return made


def mutated(content: bytes, rng: random.Random) -> bytes:
    """The same bytes, changed at random in one to six places."""
    text = bytearray(content)
    for _ in range(rng.randint(1, 6)):
        rng.choice(CHANGES)(text, rng.randrange(len(text) + 1), rng)
    return bytes(text)


def _byte(text: bytearray, at: int, rng: random.Random) -> None:
    if text:
        text[at % len(text)] = rng.randrange(256)


def _lost(text: bytearray, at: int, rng: random.Random) -> None:
    del text[at : at + rng.randint(1, 60)]


def _twice(text: bytearray, at: int, rng: random.Random) -> None:
    text[at:at] = text[at : at + rng.randint(1, 60)]


def _odd(text: bytearray, at: int, rng: random.Random) -> None:
    text[at : at + rng.choice((0, 0, rng.randint(1, 12)))] = rng.choice(ODD)


def _cut(text: bytearray, at: int, rng: random.Random) -> None:
    del rng
    del text[at:]


def _swap_rows(text: bytearray, at: int, rng: random.Random) -> None:
    del at
    rows = bytes(text).split(b"\n")
    one, other = rng.randrange(len(rows)), rng.randrange(len(rows))
    if rng.random() < 0.5:
        rows[one], rows[other] = rows[other], rows[one]
    else:
        rows.insert(one, rows[other])
    text[:] = b"\n".join(rows)


def _change_cell(text: bytearray, at: int, rng: random.Random) -> None:
    del at
    rows = bytes(text).split(b"\n")
    row = rng.randrange(len(rows))
    mark = b"\t" if b"\t" in rows[row] else b","
    cells = rows[row].split(mark)
    cells[rng.randrange(len(cells))] = rng.choice(ODD)
    rows[row] = mark.join(cells)
    text[:] = b"\n".join(rows)


CHANGES = (_byte, _lost, _twice, _odd, _odd, _cut, _swap_rows, _change_cell)


def attempt(fixture: Fixture, name: str, content: bytes) -> str:
    """Ingests a fixture with one file changed; "" where all is well, else what is not."""
    with tempfile.TemporaryDirectory() as place, _limited():
        folder = Path(place) / "data" / "raw" / "x"
        drafts = Path(place) / "drafts"
        drafts.mkdir()
        _write(folder, fixture.files | {name: content})
        try:
            with Session() as session:
                found = ingest(
                    fixture.study,
                    folder=folder,
                    session=session,
                    draft=lambda table: drafts / f"{table}.parquet",
                    key=b"key",
                    say=lambda _: None,
                )
                told = [str(problem) for problem in found]
                return _unbalanced(session, drafts) or _unsaid(told)
        except Problems as stopped:
            return _unsaid([str(problem) for problem in stopped.all])
        except Hangs:
            return f"took more than {SECONDS} s"
        except Exception:  # noqa: BLE001  whatever it is, it is what we look for
            return traceback.format_exc(limit=-4)


def read(session: Session, fixture: Fixture, name: str, content: bytes) -> str:
    """Reads one changed file as every source of its study would; "" where all is well."""
    with tempfile.TemporaryDirectory() as place, _limited():
        folder = Path(place) / "data" / "raw" / "x"
        _write(folder, fixture.files | {name: content})
        try:
            for source in fixture.study.sources.values():
                wrong = _read_source(session, folder, source)
                if wrong:
                    return wrong
        except Hangs:
            return f"took more than {SECONDS} s"
        except Exception:  # noqa: BLE001  whatever it is, it is what we look for
            return traceback.format_exc(limit=-4)
    return ""


def _read_source(session: Session, folder: Path, source: AnySource) -> str:
    problems = Collector()
    waves = getattr(source, "waves", ())
    patterns = [f for wave in waves for f in wave.files] or list(getattr(source, "files", ()))
    for opened in packages.opened(find(folder, patterns, problems), source, problems):
        layout = (
            opened
            if isinstance(opened, Layout)
            else inspect(session, opened, source=source, expected=frozenset(), problems=problems)
        )
        if layout is None:
            continue
        ask = Ask({f"c_{i}": layout.cell(h) for i, h in enumerate(layout.headers) if h} or NOTHING)
        loaded = load(session, layout, source=source, ask=ask, into="fuzzed", problems=problems)
        if loaded is None:
            continue
        kept = int(session.one("SELECT count(*) FROM fuzzed"))
        if loaded.rows_read != kept + len(loaded.aside):
            return f"{loaded.rows_read} rows read, {kept} kept, {len(loaded.aside)} set aside"
        loaded.forget(session)
    return _unsaid([str(problem) for problem in problems.found])


def _unbalanced(session: Session, drafts: Path) -> str:
    """What does not add up: rows read are rows of all fates, for every file and analysis."""
    files = session.read_parquet(drafts / "files.parquet").records()
    read = {(f["source"], f["file"], f["period"]): f["rows_read"] for f in files}
    total: Counter[tuple[str, ...]] = Counter()
    for one in session.read_parquet(drafts / "accounts.parquet").records():
        total[one["source"], one["file"], one["period"], one["analysis"]] += one["rows"]
    for key, rows in total.items():
        if rows != read[key[0], key[1], key[2]]:
            return f"{key}: {rows} rows accounted for of {read[key[0], key[1], key[2]]}"
    return ""


def _unsaid(told: list[str]) -> str:
    return "" if all(told) else "a problem without words"


@contextmanager
def _limited() -> Iterator[None]:
    def stop(*_: Any) -> None:
        raise Hangs

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _write(folder: Path, files: dict[str, bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)


def run(count: int = 1000, seed: int = 0, whole: int = 10) -> int:
    """Tries some mutated files, prints what broke, and gives how many did.

    Args:
        count: How many.
        seed: Of the changes; the same seed gives the same files.
        whole: One file in so many goes through the whole of ingest.
    """
    rng = random.Random(seed)  # noqa: S311
    everything = fixtures()
    broken: Counter[str] = Counter()
    with Session() as session:
        for n in range(count):
            fixture = everything[n % len(everything)]
            name = rng.choice(sorted(fixture.files))
            content = mutated(fixture.files[name], rng)
            is_whole = n // len(everything) % whole == 0
            what = (
                attempt(fixture, name, content)
                if is_whole
                else read(session, fixture, name, content)
            )
            if what:
                broken[what] += 1
                if broken[what] == 1:
                    print(f"{fixture.name}/{name}, file {n} of seed {seed}:\n{what}", flush=True)
    print(f"{count} mutated files, seed {seed}: {sum(broken.values())} broke", flush=True)
    return sum(broken.values())


if __name__ == "__main__":
    sys.exit(run(*map(int, sys.argv[1:])) > 0)
