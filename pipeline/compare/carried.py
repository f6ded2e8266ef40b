"""What each contrast could support, once it is known how alike the groups were and who left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.evidence.design import contrast_tier
from pipeline.tables.schema import Rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.evidence.wording import Tier
    from pipeline.study.schema import Study


def carried(study: Study, rows: Rows) -> Rows:
    """The rows, those of contrasts with the tier that their own sample allows.

    The start is that of the people who are analysed: of the matched where people were matched.
    """
    chosen = np.flatnonzero((rows["analysis"] == "impact") | (rows["analysis"] == "improvement"))
    if study.design.kind == "one-group" or not len(chosen):
        return rows
    apart = _starts(rows)
    losses = _losses(rows)
    evidence = rows["evidence"].copy()
    for at in chosen:
        outcome, model = rows["outcome"][at], rows["model"][at]
        place = (outcome, rows["subgroup"][at], rows["level"][at])
        start = apart.get((*place, "matched" if model == "matched" else "difference"))
        tier: Tier = contrast_tier(
            study.design.kind,
            model,
            apart=start,
            clusters=float(rows["n_clusters"][at]),
            attrition=losses.get(outcome),
        )
        evidence[at] = tier
    return Rows({**rows.columns, "evidence": evidence})


def _starts(rows: Rows) -> Mapping[tuple[str, str, str, str], float]:
    """How far apart the groups started, in standard deviations, by place and model."""
    return {
        (rows["outcome"][at], rows["subgroup"][at], rows["level"][at], rows["model"][at]): float(
            rows["effect"][at]
        )
        for at in np.flatnonzero(rows["analysis"] == "baseline")
    }


def _losses(rows: Rows) -> Mapping[str, str]:
    """Low or high, by outcome, against the cautious boundary."""
    found = np.flatnonzero((rows["analysis"] == "attrition") & (rows["model"] == "cautious"))
    return {rows["outcome"][at]: rows["effect_name"][at] for at in found}
