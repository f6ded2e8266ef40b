"""Waves of one survey that write the same answers differently: reconciled, or told exactly."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.ingest.headers import listed
from pipeline.ingest.vendor_kinds import OTHER_CODING
from pipeline.problems import Place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.ingest.intake import Intake
    from pipeline.ingest.layout import Layout

_HALF: Final = 0.5
_AT_MOST: Final = 12
_WHOLE: Final = re.compile(r"-?\d+(\.0+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One choice: its position among the items, its name, its column, every listed spelling."""

    at: int
    name: str
    header: str
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """How one wave writes the answers to one item.

    Attributes:
        shown: The file, as messages name it.
        header: Column of the item.
        known: Answers that the list knows, with how many cells hold each.
        unknown: The others.
        codes: Numbers that the list has.
    """

    shown: str
    header: str
    known: Mapping[str, int]
    unknown: Mapping[str, int]
    codes: frozenset[int]

    @property
    def is_another(self) -> bool:
        """The wave is written in another coding, rather than that a few cells are wrong.

        Half of the answers are unknown; or its numbers begin one lower or higher than those of
        the list, for then every number may stand for another answer.
        """
        unknown, known = sum(self.unknown.values()), sum(self.known.values())
        return unknown > 0 and (unknown >= _HALF * (unknown + known) or self._is_shifted)

    @property
    def _is_shifted(self) -> bool:
        numbers = {int(float(one)) for one in (*self.unknown, *self.known) if _WHOLE.fullmatch(one)}
        if not self.codes or len(numbers) < len(self.unknown) + len(self.known):
            return False
        low, high = min(self.codes), max(self.codes)
        is_lower = low - 1 in numbers and high not in numbers
        is_higher = high + 1 in numbers and low not in numbers
        return is_lower or is_higher


@dataclass(slots=True)
class Codings:
    """The codings of every item in every wave of a survey."""

    by_item: dict[str, list[Coding]] = field(default_factory=dict)

    def look(
        self, intake: Intake, table: str, layout: Layout, items: Sequence[Asked]
    ) -> frozenset[str]:
        """Looks at one wave, and gives the items that it writes in another coding.

        Args:
            intake: The run.
            table: Table of the wave with texts `t<i>` and values `n<i>`; only its kept rows.
            layout: The file.
            items: The choices.
        """
        odd = set()
        for item in items:
            i = item.at
            found = intake.session.tuples(
                f"SELECT t{i}, n{i} IS NULL, count(*) FROM {table} WHERE t{i} IS NOT NULL "
                f"GROUP BY ALL ORDER BY ALL"
            )
            coding = Coding(
                shown=layout.file.shown,
                header=item.header,
                known={str(text): int(n) for text, is_unknown, n in found if not is_unknown},
                unknown={str(text): int(n) for text, is_unknown, n in found if is_unknown},
                codes=frozenset(int(s) for s in item.spellings if _WHOLE.fullmatch(s)),
            )
            self.by_item.setdefault(item.name, []).append(coding)
            odd |= {item.name} if coding.is_another else set()
        return frozenset(odd)

    def tell(self, intake: Intake, lists: Mapping[str, str], first: Mapping[str, str]) -> None:
        """Tells of each item and wave in another coding, with its values and those understood.

        Args:
            intake: The run.
            lists: Name of the list of answers of each item.
            first: First answer of each item, for an example.
        """
        for name, codings in self.by_item.items():
            for one in codings:
                if not one.is_another:
                    continue
                others = [o for o in codings if o is not one and o.known and not o.is_another]
                intake.problems.add(
                    OTHER_CODING,
                    Place(file=one.shown, column=one.header),
                    values=_said(one.unknown),
                    answers=lists[name],
                    others="".join(f"; {o.shown} holds {_said(o.known)}" for o in others),
                    first=first[name],
                    code=next(iter(one.unknown)),
                )


def _said(answers: Mapping[str, int]) -> str:
    return listed([f'"{answer}"' for answer in answers], at_most=_AT_MOST)
