"""What a page is written from: published rows, the study file and the words, and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Self

from pipeline.report.prose import Prose, Text, capital, interval, plain, stat

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.evidence.cards import Card
    from pipeline.evidence.design import Ceiling
    from pipeline.report.language import Language
    from pipeline.report.prose import Part
    from pipeline.study.schema import Outcome, Period, Study
    from pipeline.tables.published import Figure, Published, PublishedCount, PublishedRow


Side = Literal["before", "after"]
SIDES: Final[tuple[Side, Side]] = ("before", "after")
OTHERS: Final = re.compile(r"Other schools \((\d+)\)")
"""The level of schools that are told of together, as tables hold it."""
HELD: Final = "strict"
"""Reason of a row that the strict profile shows without some of its numbers."""
IN_PART: Final = "privacy"
"""Reason of a row that is shown without the numbers that would tell of a few people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One study as a page sees it.

    Attributes:
        study: What was promised.
        published: What may be shown.
        cards: Method cards by name.
        ceiling: What the design can support.
        report_id: Short hash of what the report was made from.
        words: The language of the page.
        rows: Published rows by id.
        counts: Published counts by id.
    """

    study: Study
    published: Published
    cards: Mapping[str, Card]
    ceiling: Ceiling
    report_id: str
    words: Language
    rows: Mapping[str, PublishedRow]
    counts: Mapping[str, PublishedCount]

    @classmethod
    def of(
        cls,
        study: Study,
        published: Published,
        words: Language,
        *,
        cards: Iterable[Card],
        ceiling: Ceiling,
        report_id: str,
    ) -> Self:
        """A context with its rows and counts ready to look up."""
        return cls(
            study=study,
            published=published,
            cards={card.name: card for card in cards},
            ceiling=ceiling,
            report_id=report_id,
            words=words,
            rows={row.id: row for row in published.rows},
            counts={count.id: count for count in published.counts},
        )

    @property
    def has_comparison(self) -> bool:
        """Whether there is a group to compare participants with."""
        return self.study.design.kind != "one-group"

    @property
    def people(self) -> str:
        """What the people of the study are called, in the plural."""
        return self.study.study.people.many

    def change(self, outcome: str, group: str = "") -> PublishedRow | None:
        """The change of an outcome: participants where there are any, else everyone."""
        groups = (group,) if group else ("participants", "all")
        found = (self.rows.get(f"{outcome}/change/{name}") for name in groups)
        return next((row for row in found if row is not None), None)

    def impact(self, outcome: str) -> PublishedRow | None:
        """The primary contrast of participants and the comparison group."""
        return self.rows.get(f"{outcome}/impact/contrast")

    def beside(self, primary: PublishedRow) -> tuple[PublishedRow, ...]:
        """The other reasonable analyses of the question that a row answers."""
        start = f"{primary.id}/"
        return tuple(
            row
            for row in self.published.rows
            if row.id.startswith(start) and row.text["subgroup"] == primary.text["subgroup"]
        )

    def within(self, row: PublishedRow) -> tuple[PublishedRow, ...]:
        """The same analysis for each level of each breakdown, in the order of the study."""
        start = f"{row.id}/"
        found = [
            part
            for part in self.published.rows
            if part.text["subgroup"] and part.id == f"{start}{_breakdown(part)}"
        ]
        return tuple(sorted(found, key=self._place))

    def _place(self, part: PublishedRow) -> tuple[int, int]:
        """Breakdowns and their levels in the order in which the study file names them."""
        column, level = part.text["subgroup"], part.text["level"]
        label = self.study.design.labels.get(column)
        named = tuple(label.levels) if label else ()
        return _position(self.study.design.subgroups, column), _position(named, level)

    def analysis(self, name: str) -> tuple[PublishedRow, ...]:
        """Every row of one analysis, in the order in which they were published."""
        return tuple(row for row in self.published.rows if row.text["analysis"] == name)

    def levels(self, outcome: str, group: str) -> tuple[PublishedRow, ...]:
        """The level of an outcome in a group, a row a period in time order."""
        found = (self.rows.get(f"{outcome}/level/{group}@{p.id}") for p in self.study.periods)
        return tuple(row for row in found if row is not None)

    def outcome(self, row: PublishedRow) -> Outcome | None:
        """The outcome that a row is about, if the study file declares it."""
        return self.study.outcomes.get(row.text["outcome"])

    def breakdown(self, column: str) -> str:
        """What a breakdown is called."""
        label = self.study.design.labels.get(column)
        return (label.name if label else "") or column.replace("_", " ").capitalize()

    def level(self, column: str, level: str) -> str:
        """What a level of a breakdown is called."""
        together = OTHERS.fullmatch(level)
        if together is not None:
            return plain(self.words.say("level.other_schools", count=together[1]))
        label = self.study.design.labels.get(column)
        named = label.levels.get(level, "") if label else ""
        return named or f"{self.breakdown(column)}: {level}"

    def end(self, row: PublishedRow, side: Side) -> tuple[PublishedRow, str]:
        """The row and the column that tell where a change began, or where it ended.

        Where the people of a change are not told of, since few were measured once, it is the level
        of everybody who was measured then.
        """
        column = f"mean_{side}"
        if row.is_published and column not in row.figures and row.reason == IN_PART:
            at = row.id.replace("/change/", "/level/", 1) + f"@{row.text[f'period_{side}']}"
            level = self.rows.get(at)
            if figure_of(level, "mean_after") is not None and level is not None:
                return level, "mean_after"
        return row, column

    def is_in_bands(self, row: PublishedRow) -> bool:
        """Whether a row is about a share that is shown in bands."""
        outcome = self.outcome(row)
        is_share = outcome is not None and outcome.type != "continuous"
        return is_share and self.study.privacy.profile == "strict"

    @property
    def is_everyone(self) -> bool:
        """Whether participants are all there is: one group, and nobody left out of it."""
        return not self.has_comparison and not self.study.design.participants

    def group_key(self, group: str) -> str:
        """The key of a group's name: participants are everyone where nobody else is."""
        return "whole" if self.is_everyone and group == "participants" else group

    def group(self, group: str) -> str:
        """What a group is called, with a capital."""
        key = f"group.{self.group_key(group)}"
        return plain(capital(self.words.say(key, many=self.people)))

    def period(self, role: str) -> Period | None:
        """The period that plays a role in the main comparison."""
        return self.study.role("before" if role == "before" else "after")


def years(period: str) -> str:
    """A period as it is printed: an en dash between two years, not between year and month.

    >>> years("2022-23"), years("2023-2024"), years("2023-01")
    ('2022–23', '2023–2024', '2023-01')
    """
    first, dash, last = period.partition("-")
    is_next = first.isdigit() and last.isdigit() and int(last) % 100 == (int(first) + 1) % 100
    return f"{first}\N{EN DASH}{last}" if dash and is_next else period


def span(period: str) -> Text:
    """A period inside a sentence, where no line may break it."""
    return Text(words=years(period), is_whole=True)


def number(row: PublishedRow | None, column: str, *, href: str = "") -> Part:
    """A number of a row, or the code that says why there is none."""
    figure = figure_of(row, column)
    if row is None or figure is None:
        return Text(words=f"[{missing_code(row)}]")
    return stat(figure, row.id, column, href=href)


def figure_of(row: PublishedRow | None, column: str) -> Figure | None:
    """A figure of a row, or None where there is nothing to show."""
    return row.figures.get(column) if row is not None and row.is_published else None


def is_held(row: PublishedRow) -> bool:
    """Whether a row that is shown lacks numbers that the strict profile leaves out."""
    return row.is_published and row.reason == HELD


def missing_code(row: PublishedRow | None) -> str:
    """C hidden to protect privacy, u too uncertain to read, x not available."""
    if row is None:
        return "x"
    if row.is_published and row.reason in {HELD, IN_PART}:
        return "c"
    return {"suppressed": "c", "not-estimable": "u"}.get(row.status, "x")


def limits(words: Language, row: PublishedRow | None, *, of: str = "conf") -> Prose:
    """Both limits of an interval without saying the unit twice, or a code."""
    low, high = number(row, f"{of}_low"), number(row, f"{of}_high")
    if isinstance(low, Text) or isinstance(high, Text):
        return (Text(words=f"[{missing_code(row)}]"),)
    first, last = interval(low, high)  # type: ignore[arg-type]
    return words.say("phrase.range", low=first, high=last)


def _breakdown(row: PublishedRow) -> str:
    return f"{row.text['subgroup']}={row.text['level']}"


def _position(order: tuple[str, ...], name: str) -> int:
    return order.index(name) if name in order else len(order)
