"""What the results of a study say of its design: how large, how alike at the start, who left."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pipeline.evidence.design import APART, Strength

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.evidence.wording import Tier
    from pipeline.study.schema import Study
    from pipeline.tables.published import Published, PublishedRow


def strength(study: Study, published: Published) -> Strength:
    """What is known of a design from the main results of whole groups; tiers from all of them."""
    kind = "change" if study.design.kind == "one-group" else "impact"
    rows = {row.id: row for row in published.rows}
    names = _main(study)
    group = "contrast" if kind == "impact" else "participants"
    found = [rows[i] for n in names if (i := f"{n}/{kind}/{group}") in rows and rows[i].figures]
    if not found and kind == "change":
        found = [rows[i] for n in names if (i := f"{n}/change/all") in rows and rows[i].figures]
    every = [rows[i] for n in study.outcomes if (i := f"{n}/{kind}/{group}") in rows]
    lost = {rows[i].text["effect_name"] for n in names if (i := f"{n}/attrition/contrast") in rows}
    clusters = _most(found, "n_clusters")
    return Strength(
        people=_most(found, "n"),
        sites=clusters,
        attrition=("high" if "high" in lost else "low") if lost else None,
        apart=tuple(row.text["label"] for row in found if _is_apart(rows, row)),
        tiers=tuple(cast("Tier", row.text["evidence"]) for row in every or found),
    )


def _main(study: Study) -> tuple[str, ...]:
    """The primary outcomes; every outcome where none is declared."""
    declared = tuple(name for name, one in study.outcomes.items() if one.primary)
    return declared or tuple(study.outcomes)


def _most(rows: Iterable[PublishedRow], column: str) -> float | None:
    return max((r.figures[column].value for r in rows if column in r.figures), default=None)


def _is_apart(rows: dict[str, PublishedRow], main: PublishedRow) -> bool:
    model = "/matched" if main.text["model"] == "matched" else ""
    start = rows.get(f"{main.text['outcome']}/baseline/contrast{model}")
    return (
        start is not None
        and "effect" in start.figures
        and (abs(start.figures["effect"].value) > APART)
    )
