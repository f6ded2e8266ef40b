"""Many questions asked at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def benjamini_hochberg(p_values: ArrayLike, family: ArrayLike) -> NDArray[np.float64]:
    """p-values raised so that at most a stated share of the findings is false, by family.

    Args:
        p_values: Shape (tests,); NaN where there was no test, which stays NaN and counts in no
            family.
        family: Any labels, shape (tests,).

    Source:
        Benjamini and Hochberg (1995), JRSS B 57, 289. Checked: their 15 p-values.
    """
    p = np.asarray(p_values, dtype=np.float64)
    labels = np.asarray(family)
    adjusted = np.full(p.shape, np.nan)
    for label in np.unique(labels):
        member = np.flatnonzero((labels == label) & np.isfinite(p))
        if not member.size:
            continue
        order = member[np.argsort(p[member], kind="stable")]
        raised = p[order] * order.size / np.arange(1, order.size + 1)
        adjusted[order] = np.minimum(np.minimum.accumulate(raised[::-1])[::-1], 1)
    return adjusted
