"""Random releases attacked with all that a stranger can know: what is hidden and can be had.

    python -m tests.soak.privacy 5000 [PLANTED [SEED]]

Districts at random go through the real hiding; what is published is attacked, with the truth at
hand only to say which hidden cells are of few people. Then rows that are hidden beside a small
one are laid open, one at a time: each such leak has to be found. Prints what came of it.
"""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.attack.bounds import narrow
from pipeline.attack.work import Known, model, worked_out
from pipeline.release.results import results_csv
from tests.disclosure.made import T, published
from tests.soak.districts import CROSS, GROUPS, District, district, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pipeline.attack.model import Target
    from pipeline.tables.published import Published
    from tests.disclosure.made import Row

    Hide = Callable[[Iterable[Row]], Published]
    Told = dict[str, str]

GUARDED: dict[str, Any] = {"infers": False}
"""All but a guess: that a breakdown leaves nobody out because the shown sums of others come out."""
KNOWING: dict[str, dict[str, Any]] = {
    "all that is certain": GUARDED,
    "and a guess at who is left out": {},
}
"""What the stranger knows, more from line to line."""


STEP = 500
"""Releases after which it is said how it goes."""
HAD = ("had", "had from above", "had from below", "alike", "wrongly taken for few")


def released(made: Published) -> list[Told]:
    """results.csv, as a reader has it."""
    content = results_csv(made).decode()
    return list(csv.DictReader(io.StringIO(content, newline="")))


def tried(one: District, hide: Hide, **knowing: Any) -> Counter[str]:
    """Attacks what is published of a district: cells that are of few people, and those had."""
    exact = rows(one)
    truth = {str(row["id"]): row for row in exact}
    told = released(hide(exact))
    hidden = [row["id"] for row in told if row["status"] == "suppressed"]
    found: Counter[str] = Counter(releases=1, rows=len(told), hidden=len(hidden))
    found["sensitive"] = sum(0 < float(str(truth[one]["n"])) < T for one in hidden)
    knowing = {"is_complete": one.is_complete, **knowing}
    known = Known(minimum_n=T, **knowing)
    made = model(told, known)
    had: dict[str, set[str]] = defaultdict(set)
    for variable in made.settled():
        _judge(made.targets[variable], truth, had, "from above")
    # a place is no smaller for being told apart, so from below nobody is presumed there
    made = model(told, replace(known, fewest=0.0))
    for variable in made.settled(is_most=False):
        _judge(made.targets[variable], truth, had, "from below")
    found.update({name: len(had[name]) for name in HAD})
    return found


def _judge(target: Target, truth: Mapping[str, Row], had: dict[str, set[str]], how: str) -> None:
    """Notes what is had of a hidden row: of few people, all alike, or wrongly taken for few."""
    identity = target.row["id"]
    n = float(str(truth[identity]["n"]))
    if target.kind == "share":
        had["alike"] |= {identity} if n > 0 else set()
    elif 0 < n < T:
        had["had"].add(identity)
        had[f"had {how}"].add(identity)
    elif n >= T and how == "from above":
        had["wrongly taken for few"].add(identity)


def planted(one: District, hide: Hide) -> Iterator[tuple[list[Told], set[str]]]:
    """Tables with one hidden row laid open, and the small rows that a subtraction then gives.

    That it does is worked out here from the truth, by one sum at a time.
    """
    exact = rows(one)
    truth = {str(row["id"]): row for row in exact}
    told = released(hide(exact))
    people = {row["id"]: int(float(str(truth[row["id"]]["n"]))) for row in told}
    hidden = {row["id"] for row in told if row["status"] == "suppressed"}
    uncounted = {row["id"] for row in told if row["status"] == "published" and not row["n"]}
    sums = [(w["id"], {p["id"] for p in parts}) for w, parts in _sums(told)]
    for row in told:
        if row["id"] not in hidden or not people[row["id"]] >= T:
            continue
        gone = (hidden | uncounted) - {row["id"]}
        given = {
            part
            for whole, parts in sums
            if row["id"] in {whole, *parts} and whole not in gone
            if people[whole] - sum(people[p] for p in parts - gone) < T
            for part in parts & gone & hidden
            if people[part] > 0
        }
        if given:
            n = str(people[row["id"]])
            counts = {name: n for name in ("n", "n_before", "n_after") if _has(row, name)}
            opened = {**row, **counts, "status": "published", "reason": ""}
            beside = [one for one in told if one != row and _table(one) == _table(row)]
            yield [*beside, opened], given


def _has(row: Told, column: str) -> bool:
    return column != "n_before" or row["analysis"] == "change"


def _sums(told: list[Told]) -> Iterator[tuple[Told, list[Told]]]:
    """Every whole with its parts, as the districts make them."""
    at: dict[tuple[str, ...], Told] = {
        (*_table(row), row["group"], row["subgroup"], row["level"]): row for row in told
    }
    parts: defaultdict[tuple[str, ...], list[Told]] = defaultdict(list)
    for row in told:
        table, group, cut, level = _table(row), row["group"], row["subgroup"], row["level"]
        if group in {*GROUPS} - {"all"}:
            parts[*table, "all", cut, level, "groups"].append(row)
        if cut:
            parts[*table, group, "", "", cut].append(row)
        if CROSS in cut:
            for column, value in zip(cut.split(CROSS), level.split(CROSS), strict=True):
                parts[*table, group, column, value, cut].append(row)
    for (*place, _), found in parts.items():
        if tuple(place) in at:
            yield at[tuple(place)], found


def _table(row: Told) -> tuple[str, str, str]:
    return row["analysis"], row["period_before"], row["period_after"]


def missed(one: District, hide: Hide, most: int) -> tuple[int, int]:
    """How many leaks were planted in the releases of a district, and how many were not found."""
    known = Known(minimum_n=T, is_complete=one.is_complete, enrolment=False)
    number = wrong = 0
    for told, given in planted(one, hide):
        if number == most:
            break
        number += 1
        wrong += not (given <= _pushed(told, known) or given <= _worked_out(told, known))
    return number, wrong


def _worked_out(told: list[Told], known: Known) -> set[str]:
    return {leak.id for leak in worked_out(told, known) if leak.kind == "subtraction"}


def _pushed(told: list[Told], known: Known) -> set[str]:
    """What pushing bounds gives: a part of what is worked out, and had in a tenth of the time."""
    made = model(told, known)
    is_broken = narrow(made.system) is not None
    ids = {
        target.row["id"]
        for v, target in made.targets.items()
        if target.kind == "subtraction" and made.system.upper[v] < T
    }
    return set() if is_broken else ids


def tried_by_all(one: District, hide: Hide) -> dict[str, Counter[str]]:
    """The same release attacked with more and more knowledge."""
    told = hide(rows(one))

    def once(_: Iterable[Row]) -> Published:
        return told

    return {name: tried(one, once, **knowing) for name, knowing in KNOWING.items()}


def trials(releases: int, seed: int, hide: Hide = published) -> dict[str, Counter[str]]:
    """Attacks random releases with more and more knowledge."""
    total: dict[str, Counter[str]] = {name: Counter() for name in KNOWING}
    rng = np.random.default_rng(seed)
    for number in range(1, releases + 1):
        one = district(rng)
        for name, found in tried_by_all(one, hide).items():
            total[name].update(found)
        if number % STEP == 0:
            had = max(found["had"] for found in total.values())
            sensitive = total[next(iter(KNOWING))]["sensitive"]
            print(f"{number:,} releases, {sensitive:,} small groups, {had:,} had", flush=True)
    return total


def plants(count: int, seed: int, hide: Hide = published, each: int = 25) -> tuple[int, int]:
    """Plants at least so many leaks; how many there were, and how many were not found."""
    rng = np.random.default_rng(seed)
    number = wrong = 0
    while number < count:
        more, not_found = missed(district(rng), hide, each)
        number, wrong = number + more, wrong + not_found
    return number, wrong


def main(releases: int = 1000, count: int = 10_000, seed: int = 0) -> int:
    """Runs the trials; how many sensitive cells were had and planted leaks were not found."""
    total = trials(releases, seed)
    for name, found in total.items():
        print(f"{name}: " + ", ".join(f"{figure:,} {what}" for what, figure in found.items()))
    number, wrong = plants(count, seed)
    print(f"planted leaks: {number:,}, not found: {wrong:,}")
    return wrong + sum(found["had"] for found in total.values())


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])) > 0)
