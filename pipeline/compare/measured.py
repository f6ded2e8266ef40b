"""One outcome as it was measured: what every method reckons from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from pipeline.engine.base import ALL, PARTICIPANTS
from pipeline.statistics.moments import Moments, PairedMoments, PairTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from pipeline.compare.adjusted import People
    from pipeline.compare.weighed import Weighed
    from pipeline.engine.base import Answers, ByCluster, Cells
    from pipeline.study.schema import Outcome
    from pipeline.tables.schema import Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One outcome in one group; every array has an entry per slot.

    Attributes:
        pairs: People measured both before and after; of shares, 1 is "yes" or favourable.
        before: Everyone measured before.
        after: Everyone measured after.
        periods: Everyone measured, by position of the period in the study file.
        table: Before by after counts of no and yes; without meaning for means.
        answers: Before by after counts of every answer; None unless ordinal.
        given: How often each answer was given before and after, shape (slots, answers).
        eligible: People who could have been analysed; NaN where nobody knows.
    """

    pairs: PairedMoments
    before: Moments
    after: Moments
    periods: Mapping[int, Moments]
    table: PairTable
    answers: PairTable | None = None
    given: tuple[NDArray[np.float64], ...] = ()
    eligible: NDArray[np.float64]

    @property
    def seen(self) -> NDArray[np.float64]:
        """People measured before, after or both."""
        return self.before.n + self.after.n - self.pairs.n

    @property
    def is_kept(self) -> NDArray[np.bool_]:
        """Slots worth a row: the whole, and levels in which there is anyone."""
        kept: NDArray[np.bool_] = self.eligible > 0
        for moments in self.periods.values():
            kept = kept | (moments.n > 0)
        kept[0] = True
        return kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One outcome in all its groups.

    Attributes:
        name: Outcome in the study file.
        outcome: What the study file says about it.
        samples: By group: comparison, participants, all.
        is_linkable: The same person can be found in two periods.
        has_comparison: The design has a comparison group.
        is_randomized: A lottery decided who takes part.
        roles: Positions of the periods before and after; -1 where none plays the role.
        by_cluster: Sums by school or class, where the study names a cluster.
        assigns_clusters: Whole clusters were assigned to a group.
        people: Those of both groups, where the study names columns to adjust for.
        weighed: People of whom some count for more: matched, balanced, reweighed.
        moved: How many people changed by how much, by arm; None of shares.
        is_selected: Participants were chosen for where they stood on it before.
    """

    name: str
    outcome: Outcome
    samples: tuple[Sample, Sample, Sample]
    is_linkable: bool
    has_comparison: bool
    is_randomized: bool
    roles: tuple[int, int] = (-1, -1)
    by_cluster: ByCluster | None = None
    assigns_clusters: bool = False
    is_selected: bool = False
    people: People | None = None
    weighed: Mapping[str, Weighed] = field(default_factory=dict)
    moved: Rows | None = None

    @property
    def is_share(self) -> bool:
        """Whether it is a share of people rather than a mean."""
        return self.outcome.type != "continuous"

    @property
    def is_ordinal(self) -> bool:
        """Whether its answers are ordered and more than two."""
        return self.outcome.type == "ordinal"

    @property
    def is_paired(self) -> bool:
        """Whether people are compared with themselves: the rule of choice."""
        sample = self.samples[PARTICIPANTS if self.has(PARTICIPANTS) else ALL]
        pairs = sample.pairs.n[0]
        smaller = min(sample.before.n[0], sample.after.n[0])
        return self.is_linkable and bool(pairs >= PAIRED_SHARE * smaller)

    @property
    def is_partly_linked(self) -> bool:
        """Whether so many people were measured once only that they must not be left out."""
        sample = self.samples[PARTICIPANTS if self.has(PARTICIPANTS) else ALL]
        once = sample.seen[0] - sample.pairs.n[0]
        return self.is_paired and bool(once >= ONCE_SHARE * sample.seen[0])

    @property
    def is_contrasted(self) -> bool:
        """Whether participants can be set against a comparison group."""
        return self.has_comparison and self.is_linkable

    def has(self, group: int) -> bool:
        """Whether anyone of a group was ever measured."""
        return any(bool(m.n[0] > 0) for m in self.samples[group].periods.values())

    def is_measured(self, period: int) -> bool:
        """Whether anyone at all was measured in a period."""
        moments = self.samples[ALL].periods.get(period)
        return moments is not None and bool(moments.n[0] > 0)


PAIRED_SHARE = 0.2
"""With fewer pairs than this share of the smaller wave, the waves count as separate samples."""


ONCE_SHARE = 0.2
"""From this share of people measured once on, they count as well: a mixed model."""


def sample_of_means(cells: Cells, measure: int, group: int, roles: tuple[int, int]) -> Sample:
    """The sample of a continuous or a yes/no measure; roles are the positions of two periods."""
    before = cells.single(cells.before, measure, group)
    after = cells.single(cells.after, measure, group)
    middle = {p: cells.single(s, measure, group) for p, s in cells.between.items()}
    return Sample(
        pairs=cells.paired(measure, group),
        before=before,
        after=after,
        periods=_periods(middle, roles, before, after),
        table=cells.yes_no(measure, group),
        eligible=np.full(before.n.shape, np.nan),
    )


def sample_of_answers(
    answers: Answers, measure: int, group: int, roles: tuple[int, int], *, favorable: int
) -> Sample:
    """The sample of an ordered item, as the share that gave one of the top answers."""
    counts = answers.pairs[measure][group]
    k = counts.shape[-1] - 1
    top = k - favorable
    given = counts[:, :k, :k]
    table = np.stack(
        [
            given[:, :top, :top].sum(axis=(1, 2)),
            given[:, :top, top:].sum(axis=(1, 2)),
            given[:, top:, :top].sum(axis=(1, 2)),
            given[:, top:, top:].sum(axis=(1, 2)),
        ],
        axis=-1,
    ).reshape(-1, 2, 2)
    before = share_of(counts[:, :k, :].sum(axis=2), top)
    after = share_of(counts[:, :, :k].sum(axis=1), top)
    middle = {
        period: share_of(listed[group], top)
        for (code, period), listed in answers.between.items()
        if code == measure
    }
    return Sample(
        pairs=pairs_of_table(table),
        before=before,
        after=after,
        periods=_periods(middle, roles, before, after),
        table=PairTable(counts=table),
        answers=PairTable(counts=given),
        given=(counts[:, :k, :].sum(axis=2), counts[:, :, :k].sum(axis=1)),
        eligible=np.full(before.n.shape, np.nan),
    )


def _periods(
    middle: Mapping[int, Moments], roles: tuple[int, int], before: Moments, after: Moments
) -> dict[int, Moments]:
    """All periods in time order; a role of -1 is played by none."""
    known = {**middle, roles[0]: before, roles[1]: after}
    return {period: known[period] for period in sorted(known) if period >= 0}


def share_of(counts: NDArray[np.float64], top: int) -> Moments:
    """Moments of "gave one of the top answers", from counts of shape (slots, k)."""
    return share(counts[:, top:].sum(axis=1), counts.sum(axis=1))


def share(hits: NDArray[np.float64], n: NDArray[np.float64]) -> Moments:
    """Moments of a yes/no value from counts: hits of n."""
    return Moments(n=n, mean=_over(hits, n), var=_over(n * hits - hits**2, n * (n - 1)))


def pairs_of_table(table: NDArray[np.float64]) -> PairedMoments:
    """Moments of a yes/no value measured twice, from counts of shape (slots, 2, 2)."""
    gained, lost, both = table[:, 0, 1], table[:, 1, 0], table[:, 1, 1]
    n = table.sum(axis=(1, 2))
    x, y = lost + both, gained + both
    before, after = share(x, n), share(y, n)
    return PairedMoments(
        n=n,
        mean_before=before.mean,
        mean_after=after.mean,
        var_before=before.var,
        var_after=after.var,
        cov=_over(n * both - x * y, n * (n - 1)),
        var_change=_over(n * (gained + lost) - (gained - lost) ** 2, n * (n - 1)),
    )


def hits(moments: Moments) -> NDArray[np.float64]:
    """How many said yes, back from the share; whole, and 0 where nobody answered."""
    return np.rint(np.where(moments.n > 0, moments.n * moments.mean, 0.0))


def _over(top: NDArray[np.float64], bottom: NDArray[np.float64]) -> NDArray[np.float64]:
    ratio = np.full(top.shape, np.nan)
    np.divide(top, bottom, out=ratio, where=bottom > 0)
    return ratio
