"""What a careful analyst would reckon for each cell, from counts and (co)variances."""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln, stdtr, stdtrit

GROUPS = ("school", "room", "gender", "race", "frl", "ell", "swd", "grade")


def paired(n, mx, my, vx, vy, cxy):  # noqa: ANN001, ANN201
    """Paired t, its interval and g, one entry per cell."""
    df = n - 1
    with np.errstate(all="ignore"):
        change = my - mx
        se = np.sqrt(np.maximum(vx + vy - 2 * cxy, 0) / n)
        t = change / se
        half = stdtrit(df, 0.975) * se
        d = change / np.sqrt((vx + vy) / 2)
        j = np.exp(gammaln(df / 2) - gammaln((df - 1) / 2)) / np.sqrt(df / 2)
    return {"change": change, "t": t, "p": 2 * stdtr(df, -np.abs(t)), "low": change - half,
            "high": change + half, "g": j * d}  # fmt: skip
