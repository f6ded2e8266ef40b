"""What was done in each period and by whom: held against what was agreed, counted in full."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.compare.answer import Answer, reasons
from pipeline.compare.blocks import Block
from pipeline.compare.method import ANALYSES
from pipeline.compare.questions import GROUP_ORDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from pipeline.study.schema import Activities, Study
    from pipeline.tables.schema import Rows

    Floats = NDArray[np.float64]

METHOD: Final = "activity"
SHARE: Final = "%"
NONE_DUE: Final = "nothing was due"
NOBODY_NAMED: Final = "no entry names one"
_TYPES: Final = {"meetings": "meeting", "events": "event"}
_SUMS: Final = {"hours": "hours", "headcount": "people", "amount": "money"}
_ROW: Final = (ANALYSES.index("activity"), GROUP_ORDER.index("all"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """One log with what its source says of it.

    Attributes:
        study: The study file.
        source: Its name.
        about: What the study file says of it.
        rows: Its entries.
        at: Its position among outcomes and sources.
    """

    study: Study
    source: str
    about: Activities
    rows: Rows
    at: int

    def of(self, kind: str) -> Rows:
        """The entries of a type."""
        return self.rows.take(self.rows["type"] == kind)

    @property
    def periods(self) -> list[str]:
        """Periods in which anything was logged, in time order."""
        seen = set(self.rows["period"].tolist())
        return [period.id for period in self.study.periods if period.id in seen]

    @property
    def partners(self) -> list[str]:
        """Partners of the study that the log names, in the order of the study file."""
        named = {name for text in self.rows["partner"] for name in self.partners_of(text)}
        return [one.id for one in self.study.study.partners if one.id in named]

    def partners_of(self, text: str) -> tuple[str, ...]:
        """The partners of an entry, by id or name; several are written with semicolons.

        Who is no partner of the study keeps the word that the log has.
        """
        known: dict[str, str] = {}
        for one in self.study.study.partners:
            known |= {one.id.casefold(): one.id, one.name.casefold(): one.id}
        parts = (part.strip() for part in str(text).split(";"))
        return tuple(known.get(part.casefold(), part) for part in parts if part)


def blocks(log: Log) -> Iterator[Block]:
    """What was done by period, who came to meetings, what was given, what was done on time."""
    for rank, period in enumerate(log.periods):
        yield from _of_period(log, period, rank)
    yield from _by_partner(log)
    yield from _given_again(log)
    if "person" in log.rows.columns:
        yield from _came_again(log)


def _of_period(log: Log, period: str, rank: int) -> Iterator[Block]:
    mine = log.rows.take(log.rows["period"] == period)
    for name, kind in _TYPES.items():
        count = float((mine["type"] == kind).sum())
        agreed = float(log.about.agreed.get(kind, np.nan))
        if count or np.isfinite(agreed):
            numbers = {"n": count, "estimate": count, "mean_before": agreed}
            yield _row(log, name, numbers, period=period, rank=rank, unit=name)
    for kind, count in log.about.agreed.items():
        if kind not in _TYPES.values():
            held = float((mine["type"] == kind).sum())
            numbers = {"n": held, "estimate": held, "mean_before": float(count)}
            yield _row(log, f"agreed-{kind}", numbers, period=period, rank=rank, unit="entries")
    yield from _summed(log, mine, period, rank)
    yield from _worth(log, mine, period, rank)
    yield from _on_time(log, period, rank)


def _summed(log: Log, mine: Rows, period: str, rank: int) -> Iterator[Block]:
    """Hours, people at events, contributions, people named, messages."""
    sent = np.where(mine["type"] == "messages", mine["count"], np.nan)
    columns = {name: (mine[name], unit) for name, unit in _SUMS.items()}
    for name, (column, unit) in (columns | {"messages": (sent, "messages")}).items():
        given = column[np.isfinite(column)]
        if given.size:
            numbers = {"n": float(given.size), "estimate": float(given.sum())}
            yield _row(log, name, numbers, period=period, rank=rank, unit=unit)
    people = np.unique(mine["person"][mine["person"] >= 0])
    if people.size:
        numbers = {"n": float(people.size), "estimate": float(people.size)}
        yield _row(log, "served", numbers, period=period, rank=rank, unit="people")


def _worth(log: Log, mine: Rows, period: str, rank: int) -> Iterator[Block]:
    """Hours given, in money."""
    rate = log.about.hour_value
    if rate is None:
        return
    given = mine["hours"][np.isin(mine["type"].astype(str), list(rate.types))]
    given = given[np.isfinite(given)]
    if given.size:
        numbers = {
            "n": float(given.size), "estimate": float(given.sum()) * rate.amount,
            "mean_before": rate.amount, "mean_after": float(given.sum()),
        }  # fmt: skip
        yield _row(log, "value", numbers, period=period, rank=rank, unit="money")


def _on_time(log: Log, period: str, rank: int) -> Iterator[Block]:
    """Of the actions due by the last day of the log: how many were done by then."""
    days = [str(day) for day in log.rows["date"] if str(day)]
    today = max(days, default="")
    due, done = log.rows["due"].astype(str), log.rows["done"].astype(str)
    begins, ends = next((p.starts, p.ends) for p in log.study.periods if p.id == period)
    here = np.array(
        [bool(day) and begins.isoformat() <= day <= min(ends.isoformat(), today) for day in due]
    )
    if not here.any():
        return
    kept = np.array([bool(d) and d <= by for d, by in zip(done[here], due[here], strict=True)])
    open_ = np.array([not d for d in done[here]])
    n = float(here.sum())
    numbers = {"n": n, "n_after": float(kept.sum()), "n_missing": float(open_.sum()),
               "estimate": float(kept.sum()) / n}  # fmt: skip
    yield _row(log, "on-time", numbers, period=period, rank=rank, unit=SHARE)


def _by_partner(log: Log) -> Iterator[Block]:
    """Who came to the meetings, and who gave what."""
    names = log.partners
    if not names:
        return
    meetings = log.of("meeting")
    there = [log.partners_of(text) for text in meetings["partner"]]
    came = np.array([sum(name in those for those in there) for name in names], dtype=np.float64)
    if came.any():
        held = np.full(len(names), float(len(meetings)))
        numbers = {"n": held, "n_after": came, "estimate": came / held}
        yield _rows(log, "attendance", numbers, names, unit=SHARE)
    given = log.rows.take(np.isfinite(log.rows["amount"]) & (log.rows["amount"] != 0))
    amounts = np.array([
        sum(amount for text, amount in zip(given["partner"], given["amount"], strict=True)
            if log.partners_of(text) == (name,))
        for name in names
    ], dtype=np.float64)  # fmt: skip
    if amounts.any():
        numbers = {"n": amounts * 0 + len(given), "estimate": amounts}
        yield _rows(log, "amount", numbers, names, unit="money", kept=amounts > 0)


def _given_again(log: Log) -> Iterator[Block]:
    """Of those who gave in the period before the last: how many gave again; and the largest."""
    by_period = {period: _givers(log, period) for period in log.periods}
    periods = [period for period, givers in by_period.items() if givers]
    if len(periods) > 1:
        before, after = by_period[periods[-2]], by_period[periods[-1]]
        again = float(len(set(before) & set(after)))
        numbers = {"n": float(len(before)), "n_after": again, "estimate": again / len(before)}
        yield _row(log, "renewal", numbers, unit=SHARE)
    totals: dict[str, float] = {}
    for givers in by_period.values():
        for name, amount in givers.items():
            totals[name] = totals.get(name, 0.0) + amount
    if totals:
        numbers = {"n": float(len(totals)),
                   "estimate": max(totals.values()) / sum(totals.values())}  # fmt: skip
        yield _row(log, "concentration", numbers, unit=SHARE)


def _givers(log: Log, period: str) -> dict[str, float]:
    """What each partner gave in a period, in money and kind."""
    here = (log.rows["period"] == period) & np.isfinite(log.rows["amount"])
    found: dict[str, float] = {}
    mine = log.rows.take(here & (log.rows["amount"] > 0))
    for text, amount in zip(mine["partner"], mine["amount"], strict=True):
        for name in log.partners_of(text):
            found[name] = found.get(name, 0.0) + float(amount)
    return found


def _came_again(log: Log) -> Iterator[Block]:
    """Of those whom the log names one by one: how many are in it on more than one day."""
    named = log.rows.take(log.rows["person"] >= 0)
    if not len(named):
        return
    days = {(int(p), str(d)) for p, d in zip(named["person"], named["date"], strict=True)}
    people, times = np.unique([person for person, _ in days], return_counts=True)
    again = float((times > 1).sum())
    numbers = {"n": float(len(people)), "n_after": again, "estimate": again / len(people)}
    yield _row(log, "again", numbers, unit=SHARE)


def _row(
    log: Log, name: str, numbers: dict[str, float], *, unit: str, period: str = "", rank: int = 0
) -> Block:
    none = np.array([""], dtype=object)
    found = {column: np.array([value]) for column, value in numbers.items()}
    return _block(log, name, found, (none, none), unit=unit, period=period, rank=rank)


def _rows(
    log: Log, name: str, numbers: dict[str, Floats], levels: Sequence[str], *, unit: str,
    kept: NDArray[np.bool_] | None = None,
) -> Block:  # fmt: skip
    """The same for each partner."""
    slots = np.full(len(levels), "partner", dtype=object), np.array(levels, dtype=object)
    return _block(log, name, numbers, slots, unit=unit, kept=kept)


def _block(  # noqa: PLR0913  what makes a row, by name
    log: Log, name: str, numbers: dict[str, Floats],
    slots: tuple[NDArray[np.object_], NDArray[np.object_]], *, unit: str, period: str = "",
    rank: int = 0, kept: NDArray[np.bool_] | None = None,
) -> Block:  # fmt: skip
    size = len(slots[0])
    missing = np.isnan(numbers["estimate"])
    return Block(
        text={
            "outcome": log.source, "label": log.source, "source": log.source, "group": "all",
            "analysis": "activity", "unit": unit, "model": name, "method": METHOD,
            "period_after": period, "evidence": "descriptive",
        },
        column=slots[0],
        level=slots[1],
        suffix=f"/{name}@{period}" if period else f"/{name}",
        place=(log.at, *_ROW),
        rank=100 + rank,
        answer=Answer(
            numbers=numbers,
            reason=reasons(size, (missing, NOBODY_NAMED)),
            kept=np.full(size, fill_value=True) if kept is None else kept,
        ),
    )  # fmt: skip
