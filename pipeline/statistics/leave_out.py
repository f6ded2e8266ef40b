"""An error for any answer about people in clusters: each cluster left out in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.statistics.estimate import Estimate
from pipeline.statistics.means import from_t

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def jackknife(
    whole: float, without: ArrayLike, *, groups: int = 1, conf_level: float = 0.95
) -> Estimate:
    """The answer of everyone, with an error from the answers without each cluster.

    The error depends on how clusters differ and not on how many people they have, so counting
    everyone twice leaves it as it is.

    Args:
        whole: The answer with all clusters.
        without: The answer without each, shape (clusters,).
        groups: Groups that are compared, each of which costs a degree of freedom.
        conf_level: Coverage of the interval.

    Returns:
        One cell, shape (1,). No interval where an answer is NaN or there are not more clusters
        than groups.

    Source:
        Miller (1974), Biometrika 61, 1; by clusters: Rust and Rao (1996), Statistical Methods in
        Medical Research 5, 283.
    """
    left = np.asarray(without, dtype=np.float64)
    count = len(left)
    if not np.isfinite(whole):
        return Estimate.none(1)
    spread = np.nan
    if count > groups and np.isfinite(left).all():
        spread = (count - 1) / count * float(((left - left.mean()) ** 2).sum())
    return from_t(
        np.array([whole]), np.sqrt([spread]), np.array([float(count - groups)]),
        conf_level=conf_level,
    )  # fmt: skip
