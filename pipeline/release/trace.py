"""How one published number came about: the claim, its rows, its files, its formula, its software.

Only what was released goes in, so a trace says nothing that a reader may not know.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from pipeline.evidence.cards import CARDS, OF_GOALS
from pipeline.tables.attainment import GOALS_ORDER
from pipeline.tables.estimates import RESULTS_ORDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.evidence.cards import Card
    from pipeline.tables.published import (
        Figure,
        Published,
        PublishedGoal,
        PublishedRow,
    )

WHY: Final = {
    "privacy": "without the numbers that, beside others, would tell of a few people",
    "primary": "hidden: so few people that a figure could point to one of them",
    "complementary": "hidden: with it, another hidden number could be worked out",
}
_EVERYONE: Final = "all"
_ANCHOR: Final = re.compile(r'<(?:section|h[2-6]|figure|article)\b[^>]* id="([^"]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedFile:
    """A file that a number rests on.

    Attributes:
        file: Path from the study's folder.
        sha256: Its hash when it was read; empty where it lay inside an archive.
        rows: Rows read.
        fates: What became of them, by fate; a code such as [c] where a count is hidden.
    """

    file: str
    sha256: str
    rows: str
    fates: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """How one published number, row or goal came about.

    Attributes:
        study: Folder of the study.
        id: The row, goal or count.
        figure: The one number that was asked for, or empty.
        about: What it is, by heading.
        status: published, suppressed or not-estimable, with the reason.
        figures: Every published number of it, as pages print it.
        rests_on: Rows that it was reckoned from.
        method: The card of its method.
        files: What it was read from.
        set_aside: Reasons for rows that were set aside, with their counts.
        versions: Software by version.
        study_file: Hash of the study file.
        as_of: The day that goals are judged on.
        places: Where it stands in the release.
    """

    study: str
    id: str
    figure: str
    about: Mapping[str, str]
    status: str
    figures: Mapping[str, str]
    rests_on: tuple[str, ...]
    method: Card | None
    files: tuple[TracedFile, ...]
    set_aside: Mapping[str, str]
    versions: Mapping[str, str]
    study_file: str
    as_of: str
    places: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """The same for machines."""
        return asdict(self)


def trace(study: str, published: Published, asked: str, pages: Mapping[str, str]) -> Trace | None:
    """How one number came about; None where the release has none of that name.

    Args:
        study: Folder of the study.
        published: What was released.
        asked: An id as pages and results.csv give it, with or without `#column`.
        pages: File name to content of the release, to say where it stands.
    """
    identity, _, figure = asked.strip().partition("#")
    for found in (
        _of_row(published, identity), _of_goal(published, identity), _of_count(published, identity)
    ):  # fmt: skip
        if found is not None:
            break
    else:
        return None
    if figure and figure not in found.figures and found.figures:
        return None
    sources = {published.row(one).text["source"] for one in found.rests_on if published.row(one)}  # type: ignore[union-attr]
    sources |= {found.about["source"]} if found.about.get("source") else set()
    outcome = found.about.get("outcome", "")
    periods = {p for key in ("before", "after") if (p := found.about.get(key))}
    return Trace(
        study=study,
        id=identity,
        figure=figure,
        about={key: value for key, value in found.about.items() if value},
        status=found.status,
        figures=found.figures,
        rests_on=found.rests_on,
        method=found.method,
        files=tuple(_files(published, sources, outcome, periods)),
        set_aside={
            one.reason: _shown(one.figure)
            for one in published.counts
            if one.what == "reason" and one.source in sources
        },
        versions=dict(published.versions),
        study_file=dict(published.inputs).get("study.yaml", ""),
        as_of=published.as_of,
        places=tuple(_places(identity, pages)),
    )


def known(published: Published) -> list[str]:
    """Every id that can be traced."""
    return [
        one.id for group in (published.rows, published.goals, published.counts) for one in group
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    about: dict[str, str]
    status: str
    figures: dict[str, str]
    rests_on: tuple[str, ...] = ()
    method: Card | None = None


def _of_row(published: Published, identity: str) -> _Found | None:
    row = published.row(identity)
    if row is None:
        return None
    text = row.text
    about = {
        "label": text["label"],
        "analysis": text["analysis"],
        "group": text["group"],
        "people": f"{text['subgroup']} = {text['level']}" if text["subgroup"] else "",
        "model": text["model"],
        "before": text["period_before"],
        "after": text["period_after"],
        "unit": text["unit"],
        "evidence": text["evidence"],
        "source": text["source"],
        "outcome": text["outcome"],
    }
    return _Found(
        about=about,
        status=_status(row),
        figures=_figures(row.figures, RESULTS_ORDER),
        method=_card(text["method"]),
    )


def _of_goal(published: Published, identity: str) -> _Found | None:
    goal = next((one for one in published.goals if one.id == identity), None)
    if goal is None:
        return None
    text = goal.text
    wanted = (text.get("change_id", ""), *text.get("level_ids", "").split())
    names = [card for column, card in OF_GOALS.items() if column in goal.figures]
    return _Found(
        about={
            "label": text["statement"],
            "verdict": text["verdict"],
            "confirmed": text["confirmed"],
            "by": text["by"],
            "unit": text["unit"],
            "outcome": text["outcome"],
        },
        status=_status(goal),
        figures=_figures(goal.figures, GOALS_ORDER),
        rests_on=tuple(one for one in wanted if published.row(one) is not None),
        method=_card(names[0]) if names else None,
    )


def _of_count(published: Published, identity: str) -> _Found | None:
    one = next((one for one in published.counts if one.id == identity), None)
    if one is None:
        return None
    about = {"label": one.reason or one.what, "source": one.source, "file": one.file}
    status = "published" if one.figure is not None else f"suppressed ({WHY['primary']})"
    figures = {} if one.figure is None else {"count": one.figure.shown}
    return _Found(about=about, status=status, figures=figures)


def _status(row: PublishedRow | PublishedGoal) -> str:
    return f"{row.status} ({WHY.get(row.reason, row.reason)})" if row.reason else row.status


def _figures(figures: Mapping[str, Figure], order: tuple[str, ...]) -> dict[str, str]:
    """Numbers as pages print them, in the order of the columns of the files."""
    names = [*(name for name in order if name in figures), *figures]
    return {name: figures[name].shown for name in names}


def _card(name: str) -> Card | None:
    return next((card for card in CARDS if card.name == name), None)


def _files(
    published: Published, sources: set[str], outcome: str, periods: set[str]
) -> Iterable[TracedFile]:
    """Files of the sources, with the fate of their rows for the outcome, else for all."""
    lines: dict[tuple[str, str, str], dict[str, dict[str, str]]] = {}
    for one in published.counts:
        is_mine = one.source in sources and one.file and one.id.startswith("rows/")
        if is_mine and (not one.period or not periods or one.period in periods):
            line = lines.setdefault((one.source, one.file, one.period), {})
            line.setdefault(one.analysis or _EVERYONE, {})[one.what] = _shown(one.figure)
    hashes, counts = dict(published.inputs), {one.id: one for one in published.counts}
    for (source, file, _), fates in lines.items():
        read = counts.get(f"data/{source}/{file}/rows_read")
        yield TracedFile(
            file=file,
            sha256=hashes.get(file, ""),
            rows=_shown(read.figure) if read else "",
            fates={k: n for k, n in fates.get(outcome, fates[_EVERYONE]).items() if n != "0"},
        )


def _shown(figure: Figure | None) -> str:
    return "[c]" if figure is None else figure.shown


def _places(identity: str, pages: Mapping[str, str]) -> Iterable[str]:
    for name, content in pages.items():
        if name.endswith(".html") and (at := content.find(f'data-stat="{identity}#')) >= 0:
            anchors = _ANCHOR.findall(content, 0, at)
            yield f"{name}#{anchors[-1]}" if anchors else name
        elif name in {"results.csv", "goals.csv"}:
            starts = (f"{identity},", f'"{identity}",')
            for number, line in enumerate(content.splitlines(), start=1):
                if line.startswith(starts):
                    yield f"{name} line {number}"
                    break
