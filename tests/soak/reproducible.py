"""The same inputs give the same bytes, whatever the machine is set to.

    python -m tests.soak.reproducible [COUNT]     that many combinations; each pair comes first

A study is run by the command line in a process of its own, once for every combination of a time
zone, a locale, numbers of threads, a hash seed, a folder, a umask, an order of the files on disk
and what else of a user's settings could matter. Prints the hash of `reports/` and a count.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.workspaces import REPOSITORY, Tiny

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

EXAMPLE: Final = "riverbend-mentoring"
LOCALES: Final = {
    "C": "",
    "tr_TR.UTF-8": "tr_TR UTF-8",
    "de_DE.ISO-8859-1": "de_DE ISO-8859-1",
}
"""Each with what `localedef` makes it from; the C locale is always there."""
LEVELS: Final[Mapping[str, Sequence[str]]] = {
    "TZ": ("Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu"),
    "LC_ALL": tuple(LOCALES),
    "threads": ("1", "2", "8"),
    "PYTHONHASHSEED": ("0", "1", "4294967295"),
    "folder": ("a place with ñ and 'quotes'", "deep/" * 30 + "w", "100% {x}"),
    "umask": ("022", "077", "000"),
    "order": ("forwards", "backwards", "shuffled"),
    "settings": ("none", "charts in a style of one's own"),
}
STYLE: Final = """
font.size: 31
font.family: serif
svg.fonttype: path
savefig.bbox: tight
path.sketch: 5, 10, 10
path.snap: False
lines.scale_dashes: False
lines.dash_capstyle: round
"""
"""What a user may have put into a settings file of the library that draws charts."""


@dataclass(frozen=True, slots=True)
class Came:
    """What came out: a hash of every file's name and bytes, and which locale was in force."""

    hash: str
    locale: str


def pairs(row: Sequence[str]) -> set[tuple[tuple[int, str], tuple[int, str]]]:
    """Every two settings that meet in a combination."""
    return set(itertools.combinations(enumerate(row), 2))


def covering(rng: random.Random) -> list[tuple[str, ...]]:
    """Few combinations in which every two levels of every two settings meet."""
    levels = list(LEVELS.values())
    open_pairs = set().union(*(
        {((i, a), (j, b)) for a in levels[i] for b in levels[j]}
        for i, j in itertools.combinations(range(len(levels)), 2)
    ))  # fmt: skip
    rows = []
    while open_pairs:
        tried = [tuple(rng.choice(choice) for choice in levels) for _ in range(200)]
        first, second = min(open_pairs)
        forced = [tuple(first[1] if i == first[0] else second[1] if i == second[0] else level
                        for i, level in enumerate(row)) for row in tried]  # fmt: skip
        best = max(forced, key=lambda row: len(pairs(row) & open_pairs))
        rows.append(best)
        open_pairs -= pairs(best)
    return rows


def each_once() -> list[tuple[str, ...]]:
    """As few combinations as hold every level; in one a locale cannot spell its folder."""
    rng = random.Random(13)  # noqa: S311
    longest = max(map(len, LEVELS.values()))
    columns = []
    for levels in LEVELS.values():
        column = [*levels, *rng.choices(levels, k=longest - len(levels))]
        rng.shuffle(column)
        columns.append(column)
    return list(zip(*columns, strict=True))


def combinations(count: int | None = None) -> list[tuple[str, ...]]:
    """The first of all combinations: each pair of settings comes first, then others by lot."""
    rng = random.Random(1)  # noqa: S311
    rows = covering(rng)
    while count is not None and len(rows) < count:
        row = tuple(rng.choice(levels) for levels in LEVELS.values())
        rows += [] if row in rows else [row]
    return rows[:count]


def locales(into: Path) -> dict[str, str]:
    """Makes the locales where the system has what they are made from; names of those that are."""
    into.mkdir()
    for name, parts in LOCALES.items():
        if parts and shutil.which("localedef"):
            source, charset = parts.split()
            command = ["localedef", "-i", source, "-f", charset, str(into / name)]
            subprocess.run(command, capture_output=True, check=False)
    return {"LOCPATH": str(into)}


def outcome(place: Path, exports: Path, row: Sequence[str], extra: Mapping[str, str]) -> Came:
    """Runs one combination in a new process."""
    given = dict(zip(LEVELS, row, strict=True))
    root = place / given["folder"]
    _copy(exports, root / "data" / "raw" / exports.name, given["order"])
    threads, home = given["threads"], place / "home"
    home.mkdir()
    if "charts" in given["settings"]:
        for folder in (root, home):
            (folder / "matplotlibrc").write_text(STYLE, encoding="utf-8")
    env = {
        **os.environ, **extra,
        "TZ": given["TZ"], "LC_ALL": given["LC_ALL"], "PYTHONHASHSEED": given["PYTHONHASHSEED"],
        "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads, "MKL_NUM_THREADS": threads,
        "PYTHONPATH": str(REPOSITORY), "OUTCOMES_TRIAL_THREADS": threads,
    }  # fmt: skip
    if "charts" in given["settings"]:
        env["MPLCONFIGDIR"] = str(home)
    done = subprocess.run(
        [sys.executable, "-c", RUN, threads],
        cwd=root, env=env, umask=int(given["umask"], 8), capture_output=True, check=False,
    )  # fmt: skip
    said = done.stdout.decode(errors="replace")
    assert done.returncode == 0, (row, said, done.stderr.decode(errors="replace"))
    whole = hashlib.sha256()
    for name, content in Tiny(root).written().items():
        whole.update(f"{name}\0{len(content)}\0".encode() + content)
    return Came(whole.hexdigest(), said.rpartition("LOCALE ")[2].strip())


RUN: Final = """
import locale, sys
import duckdb
from pipeline.cli import main
connect = duckdb.connect
duckdb.connect = lambda *given, **named: connect(*given, config={"threads": sys.argv[1]}, **named)
try:
    main(["run"])
finally:
    print("LOCALE", ".".join(map(str, locale.getlocale(locale.LC_CTYPE))), flush=True)
"""
"""The command, with as many threads in the database as are asked for."""


def _copy(exports: Path, raw: Path, order: str) -> None:
    """The exports, put onto the disk in some order, with times that tell nothing."""
    files = sorted(path for path in exports.rglob("*") if path.is_file())
    if order == "shuffled":
        random.Random(len(files)).shuffle(files)  # noqa: S311
    for n, file in enumerate(files if order != "backwards" else files[::-1]):
        there = raw / file.relative_to(exports)
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, there)
        os.utime(there, (n * 86_400, n * 86_400))


def came(exports: Path, rows: Sequence[Sequence[str]]) -> list[Came]:
    """What came out of each combination."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        extra = locales(Path(folder) / "locales")
        for n, row in enumerate(rows):
            place = Path(folder) / str(n)
            place.mkdir()
            found.append(outcome(place, exports, row, extra))
            shutil.rmtree(place)
    return found


def run(count: int = 200) -> int:
    """Tries some combinations of a tiny study, and each pair of settings of the shipped one."""
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        tiny = Tiny(Path(folder)).make().raw
        shipped = REPOSITORY / "data" / "raw" / EXAMPLE
        for exports, rows in ((tiny, combinations(count)), (shipped, combinations())):
            found = came(exports, rows)
            hashes = Counter(one.hash for one in found)
            wrong += len(hashes) - 1
            for name, times in hashes.most_common():
                print(f"{exports.name}: {name} in {times} of {len(rows)} combinations")
            for one, row in zip(found, rows, strict=True):
                if one.hash != hashes.most_common(1)[0][0]:
                    print(f"  another: {dict(zip(LEVELS, row, strict=True))}")
            print(f"  in force: {dict(Counter(one.locale for one in found))}", flush=True)
    return wrong


if __name__ == "__main__":
    sys.exit(run(*map(int, sys.argv[1:])) > 0)
