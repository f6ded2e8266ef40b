"""Month by month: who took part, what was held, what was done on time, what people say."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.compare.answer import CONF_LEVEL, Answer, reasons
from pipeline.compare.blocks import Block
from pipeline.compare.method import ANALYSES
from pipeline.compare.questions import GROUP_ORDER
from pipeline.compare.series import REBASE, charted
from pipeline.statistics.control_charts import FEWEST_BASELINE, FEWEST_RUN, runs
from pipeline.statistics.proportions import wilson
from pipeline.study.schema import Survey

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from pipeline.compare.delivered import Log
    from pipeline.study.schema import Study
    from pipeline.tables.schema import Rows

    Floats = NDArray[np.float64]

LAST_DAYS: Final = 21
"""A month counts as over once anything is known of a day from this on."""

HALF_MONTH: Final = 15
"""Days of a month within a period from which it counts as one."""

NOTHING: Final = "nothing was due"
ENOUGH: Final = 5.0
"""Entries in a usual month from which a usual range of their number can be told."""

SCALE: Final = 4
"""Answers from which the two best are favourable, as with agreement in five steps."""

SERVED: Final = ("mentoring", "tutoring", "internship")
"""Types of entries that are taking part, where no dose says which are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One figure, month by month.

    Attributes:
        name: What it is, such as log.sessions.
        label: Source, for the text columns.
        unit: "%" where values are shares.
        months: In time order, without a gap but for those outside of every period.
        values: NaN where there is none.
        people: Behind each value; entries where it counts entries.
        hits: How many of them, of shares.
        missing: Of actions, how many are still open.
        is_steady: Whether there is enough in a month for a usual range.
    """

    name: str
    label: str
    unit: str
    months: tuple[str, ...]
    values: Floats
    people: Floats
    hits: Floats | None = None
    missing: Floats | None = None
    is_steady: bool = True


def of_log(log: Log, participants: float) -> Iterator[Series]:
    """The series of one log."""
    days = [str(day) for day in log.rows["date"] if str(day)]
    if not days:
        return
    today = max(days)
    months = _months(log.study, min(days), today)
    month = np.array([str(day)[:7] for day in log.rows["date"]], dtype=object)
    types = log.about.dose.types if log.about.dose is not None else SERVED
    took_part = np.isin(log.rows["type"].astype(str), list(types))

    def counted(on: NDArray[np.bool_]) -> Floats:
        return np.array([float((on & (month == one)).sum()) for one in months])

    who = [np.unique(log.rows["person"][took_part & (month == one)]) for one in months]
    came = np.array([float((codes >= 0).sum()) for codes in who])
    if came.any() and participants > 0:
        yield Series(
            name=f"{log.source}.taking-part", label=log.source, unit="%", months=months,
            values=came / participants, people=np.full(len(months), participants), hits=came,
        )  # fmt: skip
    for name, on in (("sessions", took_part), ("meetings", log.rows["type"] == "meeting"),
                     ("events", log.rows["type"] == "event")):  # fmt: skip
        held = counted(on)
        if held.any():
            yield Series(name=f"{log.source}.{name}", label=log.source, unit="entries",
                         months=months, values=held, people=held,
                         is_steady=float(held.mean()) >= ENOUGH)  # fmt: skip
    actions = _actions(log, months, today)
    if actions is not None:
        yield actions


def _actions(log: Log, months: tuple[str, ...], today: str) -> Series | None:
    """Of the actions due in a month and by the last day of the log: how many were on time."""
    due, done = log.rows["due"].astype(str), log.rows["done"].astype(str)
    counted = np.array([bool(day) and day <= today for day in due])
    if not counted.any():
        return None
    on_time = np.array([bool(d) and d <= by for d, by in zip(done, due, strict=True)])
    open_ = np.array([not d for d in done])
    month = np.array([day[:7] for day in due], dtype=object)

    def summed(on: NDArray[np.bool_]) -> Floats:
        return np.array([float((counted & on & (month == one)).sum()) for one in months])

    n, hits = summed(np.ones_like(counted)), summed(on_time)
    with np.errstate(all="ignore"):
        values = np.where(n > 0, hits / n, np.nan)
    return Series(
        name=f"{log.source}.actions", label=log.source, unit="%", months=months, values=values,
        people=n, hits=hits, missing=summed(open_), is_steady=False,
    )  # fmt: skip


def of_surveys(study: Study, answers: Rows) -> Iterator[Series]:
    """The favourable share of each question of a survey whose answers are dated."""
    for name, survey in study.sources.items():
        if not isinstance(survey, Survey) or not survey.submitted:
            continue
        dated = answers.take((answers["source"] == name) & (answers["month"] != ""))
        for item, question in survey.items.items():
            options = len(survey.answers.get(question.answers or "", ()))
            mine = dated.take((dated["item"] == item) & np.isfinite(dated["value"]))
            if options and len(mine):
                yield _asked(study, f"{name}.{item}", question.text or item, mine, options)


def _asked(study: Study, name: str, label: str, mine: Rows, options: int) -> Series:
    """One question: who gave one of the two best answers, of two or three the best one."""
    top = 2 if options >= SCALE else 1
    yes = mine["value"] > options - top
    month = mine["month"].astype(str)
    months = _months(study, f"{min(month)}-01", f"{max(month)}-28")
    n = np.array([float((month == one).sum()) for one in months])
    hits = np.array([float((yes & (month == one)).sum()) for one in months])
    with np.errstate(all="ignore"):
        values = np.where(n > 0, hits / n, np.nan)
    return Series(
        name=name, label=label, unit="%", months=months, values=values, people=n, hits=hits
    )


def _months(study: Study, first: str, last: str) -> tuple[str, ...]:
    """Months from one day to another that lie within a period of the study and are over."""
    found = []
    year, month = int(first[:4]), int(first[5:7])
    while (one := f"{year:04}-{month:02}") <= last[:7]:
        if one == last[:7] and int(last[8:10]) < LAST_DAYS:
            break
        if _days_inside(study, year, month) >= HALF_MONTH:
            found.append(one)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)  # noqa: PLR2004
    return tuple(found)


def _days_inside(study: Study, year: int, month: int) -> int:
    """Days of a month that lie within a period: of a holiday month there are few or none."""
    length = monthrange(year, month)[1]
    first, last = date(year, month, 1), date(year, month, length)
    inside = ((min(p.ends, last) - max(p.starts, first)).days + 1 for p in study.periods)
    return sum(max(days, 0) for days in inside)


def blocks(every: Iterable[Series], log: Rows, *, at: int) -> Iterator[Block]:
    """A row a month, and where there are enough of them what is usual.

    Args:
        every: The series.
        log: Entries of all logs: a decision titled "rebase <name>" starts a usual range anew.
        at: Position after all outcomes and sources.
    """
    for place, series in enumerate(every):
        for rank, month in enumerate(series.months):
            yield _row(series, "", _of_month(series, rank), at + place, rank, month=month)
        start = max(_restart(series, log), _first(series))
        values, people = series.values[start:], series.people[start:]
        known = np.isfinite(values) & ((people > 0) | (series.hits is None))
        if series.is_steady and known.sum() >= FEWEST_RUN:
            yield from _usual(series, values[known], people[known], at + place, start)


def _first(series: Series) -> int:
    """The first month in which there was anything: before it the log was not kept yet."""
    return int(np.argmax(np.nan_to_num(series.values) > 0))


def _of_month(series: Series, at: int) -> dict[str, float]:
    value, n = float(series.values[at]), float(series.people[at])
    found = {"n": n, "estimate": value}
    if series.hits is not None:
        low, high = wilson(series.hits[at : at + 1], np.array([n]), conf_level=CONF_LEVEL)
        found |= {"n_after": float(series.hits[at]), "conf_low": float(low[0]),
                  "conf_high": float(high[0]), "conf_level": CONF_LEVEL}  # fmt: skip
    if series.missing is not None:
        found["n_missing"] = float(series.missing[at])
    return found


def _usual(series: Series, values: Floats, people: Floats, at: int, start: int) -> Iterator[Block]:
    """The usual range and runs; the last point against both."""
    before = FEWEST_BASELINE if len(values) > 2 * FEWEST_BASELINE else None
    chart, method = charted(values, people, baseline=before, is_share=series.unit == "%")
    signals = chart.outside | chart.shift | chart.near
    numbers = {
        "n": float(len(values)), "estimate": float(chart.centre[-1]),
        "conf_low": float(chart.low[-1]), "conf_high": float(chart.high[-1]),
        "statistic": float(signals.sum()), "effect": float(signals[-1]),
    }  # fmt: skip
    side = "high" if values[-1] > chart.centre[-1] else "low"
    name = side if signals[-1] else "steady"
    yield _row(series, "usual", numbers, at, 1000, month=series.months[start], method=method,
               name=name)  # fmt: skip
    told = runs(values)
    numbers = {"n": float(len(values)), "estimate": told.median, "statistic": float(told.longest),
               "df": float(told.crossings), "effect": float(told.useful)}  # fmt: skip
    yield _row(series, "runs", numbers, at, 1001, month=series.months[start], method="runs",
               name="signal" if told.is_signal else "steady")  # fmt: skip


def _restart(series: Series, log: Rows) -> int:
    """Position of the first month of the usual range: after the last logged decision."""
    wanted = f"{REBASE} {series.name}".lower()
    days = [
        str(day)[:7]
        for day, kind, title in zip(log["date"], log["type"], log["title"], strict=True)
        if kind == "decision" and str(title).lower().startswith(wanted) and day
    ]
    return sum(month <= max(days) for month in series.months) if days else 0


def _row(  # noqa: PLR0913  what makes a row, by name
    series: Series, model: str, numbers: dict[str, float], at: int, rank: int, *, month: str,
    method: str = "activity", name: str = "",
) -> Block:  # fmt: skip
    none = np.array([""], dtype=object)
    missing = np.array([not np.isfinite(numbers["estimate"])])
    return Block(
        text={
            "outcome": series.name, "label": series.label, "source": series.name.split(".")[0],
            "group": "all", "analysis": "monthly", "unit": series.unit, "model": model,
            "method": method, "period_after": month, "evidence": "descriptive",
        },
        column=none,
        level=none,
        suffix=f"/{model}" if model else f"@{month}",
        place=(at, ANALYSES.index("monthly"), GROUP_ORDER.index("all")),
        rank=rank,
        answer=Answer(
            numbers={key: np.array([value]) for key, value in numbers.items()},
            reason=reasons(1, (missing, NOTHING)),
            kept=np.array([True]),
            effect_name=name,
        ),
    )  # fmt: skip
