"""Which method is tried in which worlds, and where the report warns of its interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.compare.clustered import FEW as FEW_CLUSTERS
from pipeline.report.cautions import FEW_LEVEL, FEW_PEOPLE, RARE
from tests.calibration import by_person, drawn, left_out, trials
from tests.calibration.worlds import World

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.calibration.trials import Trial
    from tests.calibration.worlds import Shape

MEASURED: Final[tuple[Shape, ...]] = ("normal", "skewed", "ordinal")
COUNTED: Final[tuple[tuple[Shape, float], ...]] = (("half", 0.5), ("rare", 0.125))
"""Shares, and about how many say yes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One method in one world.

    Attributes:
        method: Card.
        what: The question.
        trial: The method.
        world: The world.
        warning: What the report says of such an interval; "" where it says nothing.
        moved: How far things move in the second half of the studies.
    """

    method: str
    what: str
    trial: Trial
    world: World
    warning: str = ""
    moved: float = 0.5

    @property
    def name(self) -> str:
        """What the random numbers start from."""
        return f"{self.method}/{self.what}/{self.world}"


def lines() -> Iterator[Line]:
    """The whole grid."""
    yield from _of_means()
    yield from _of_shares()
    yield from _with_holes()
    yield from _of_clusters()
    yield from _by_person()
    yield from _drawn()
    yield from _in_clusters()
    yield from _over_time()


def _of_means() -> Iterator[Line]:
    tried: tuple[tuple[str, str, Trial], ...] = (
        ("paired_t", "change, same people", trials.paired_t),
        ("welch_t", "change, different people", trials.welch_change),
        ("did_welch", "difference of changes", trials.did),
        ("ancova", "difference, same start", trials.ancova),
        ("mean_t", "level", trials.mean_level),
    )
    for method, what, trial in tried:
        for shape in MEASURED:
            for n in (10, 25, 60, 200, 2000):
                warning = ""
                if n < FEW_PEOPLE:
                    warning = "few people"
                elif method == "mean_t" and n < FEW_LEVEL:
                    warning = "level of few people"
                world = World(n=n, shape=shape, missing=0.2 if n > 10 else 0.0)
                yield Line(method=method, what=what, trial=trial, world=world, warning=warning)


def _of_shares() -> Iterator[Line]:
    tried: tuple[tuple[str, str, Trial], ...] = (
        ("newcombe_paired", "change, same people", trials.paired_share),
        ("newcombe", "change, different people", trials.independent_share),
        ("did_welch", "difference of changes", trials.did),
        ("ancova", "difference, same start", trials.ancova),
        ("wilson", "level", trials.share_level),
    )
    for method, what, trial in tried:
        for shape, share in COUNTED:
            for n in (10, 25, 60, 200, 2000):
                warning = "few people" if n < FEW_PEOPLE else ""
                if share * n < RARE and method != "wilson":
                    warning = warning or "rare answers"
                world = World(n=n, shape=shape)
                yield Line(
                    method=method, what=what, trial=trial, world=world, warning=warning, moved=0.3
                )


def _with_holes() -> Iterator[Line]:
    for method, trial in (("mixed", trials.mixed), ("imputed", trials.imputed)):
        for shape in MEASURED:
            for n in (25, 60, 200, 2000):
                world = World(n=n, shape=shape, missing=0.3)
                yield Line(method=method, what="change, 30 % once", trial=trial, world=world)
    for n in (25, 60, 200):
        world = World(n=n)
        yield Line(method="trimmed", what="change", trial=trials.trimmed_change, world=world)
        yield Line(
            method="trimmed", what="difference of changes", trial=trials.trimmed_did, world=world
        )


def _of_clusters() -> Iterator[Line]:
    for icc in (0.0, 0.05, 0.1, 0.2):
        for clusters in (3, 4, 6, 10, 20, 40):
            few = "few clusters" if clusters < FEW_CLUSTERS else ""  # the banner
            world = World(n=20 * clusters, clusters=clusters, icc=icc)
            half = World(n=20 * clusters, clusters=clusters, icc=icc, shape="half")
            yield Line(
                method="cr2", what="change, in clusters", trial=trials.cluster_level, world=world,
                warning=few,
            )  # fmt: skip
            yield Line(
                method="wilson_clustered", what="level, in clusters", trial=trials.cluster_share,
                world=half, warning=few, moved=0.3,
            )  # fmt: skip
            yield Line(
                method="cr2", what="groups of clusters", trial=trials.cluster_contrast,
                world=world, warning=few,
            )  # fmt: skip
            if 6 <= clusters <= 20:
                yield Line(
                    method="wild_cluster", what="groups of clusters", trial=trials.wild_contrast,
                    world=world,
                )  # fmt: skip


def _by_person() -> Iterator[Line]:
    tried: tuple[tuple[str, str, Trial], ...] = (
        ("reweighed", "change, low starters lost", by_person.reweighed),
        ("matched", "difference, low starters join", by_person.matched),
        ("balanced", "difference, low starters join", by_person.balanced),
        ("ancova_adjusted", "difference, low starters join", by_person.adjusted),
    )
    for method, what, trial in tried:
        for n in (100, 400):
            yield Line(method=method, what=what, trial=trial, world=World(n=n))


def _drawn() -> Iterator[Line]:
    for shape in MEASURED:
        for n in (100, 200, 2000):
            world = World(n=n, shape=shape)
            yield Line(method="bootstrap", what="change", trial=drawn.bootstrap, world=world)
    for n in (25, 60):
        yield Line(
            method="permuted", what="difference, lottery", trial=drawn.permuted, world=World(n=n)
        )
    for n in (60, 200):
        yield Line(
            method="logistic", what="difference of shares", trial=drawn.logistic, world=World(n=n)
        )


def _in_clusters() -> Iterator[Line]:
    for icc in (0.0, 0.1, 0.2):
        for clusters in (10, 20, 40):  # fewer are not shown
            yield Line(
                method="imputed_clusters", what="change, low starters lost",
                trial=drawn.imputed_clusters,
                world=World(n=20 * clusters, clusters=clusters, icc=icc),
            )  # fmt: skip
            for what, trial in LEFT_OUT.items():
                yield Line(
                    method="jackknife", what=what, trial=trial,
                    world=World(n=20 * clusters, clusters=clusters, icc=icc),
                )  # fmt: skip


LEFT_OUT: dict[str, Trial] = {
    "change, 30 % once": left_out.mixed,
    "change, trimmed": left_out.trimmed,
    "difference of shares, logistic": left_out.logistic,
}


def _over_time() -> Iterator[Line]:
    for memory in (0.0, 0.2, 0.4):
        for n in (16, 24, 36, 60):
            warning = "few periods" if n < 60 else ""
            world = World(n=n, icc=memory, clusters=1)
            yield Line(
                method="its", what="step, memory for ICC", trial=drawn.broken, world=world,
                warning=warning,
            )  # fmt: skip
    for n in (16, 24, 60):
        warning = "few periods" if n < 60 else ""
        yield Line(
            method="its_counts", what="step of a share", trial=drawn.broken_counts,
            world=World(n=n), warning=warning, moved=0.2,
        )  # fmt: skip
