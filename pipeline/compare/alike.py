"""How alike people of one school or class are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.compare import clustered, sides
from pipeline.compare.answer import Answer, reasons
from pipeline.statistics import clusters

if TYPE_CHECKING:
    from pipeline.compare.answer import Case


def alike(case: Case) -> Answer:
    """How alike people of one cluster are, and what that costs; of the whole only."""
    cells = len(case.sample.eligible)
    p = sides.products(cells, [sides.AFTER(clustered.rows_of(case, case.group))])
    n, total = case.sample.after.n, clusters.count(p)
    icc = clusters.intraclass(clusters.fit(p))
    with np.errstate(all="ignore"):
        effect = clusters.design_effect(icc, n / total)
    return Answer(
        numbers={"n": n, "estimate": icc, "effect": effect} | clustered.counted(p),
        reason=reasons(cells, (np.isnan(icc), clustered.NO_ERROR)),
        kept=np.arange(cells) == 0,
        effect_name="design_effect",
    )
