"""Which tests are corrected together, and the correction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.statistics.multiplicity import benjamini_hochberg
from pipeline.tables.schema import Rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.compare.blocks import Packed


def adjusted(packed: Packed) -> Rows:
    """The rows with p-values adjusted within their families.

    A family is a domain's headline rows of one analysis. Outcomes declared primary beforehand
    keep their p-value overall; breakdowns are families of their own, because they explore.
    """
    rows = packed.rows
    p_value = rows["p_value"]
    is_tested = packed.is_headline & np.isfinite(p_value) & (rows["reason"] == "")
    is_whole = rows["subgroup"] == ""
    is_kept = is_tested & is_whole & packed.is_declared
    is_corrected = is_tested & ~is_kept
    p_adjusted = np.where(is_kept, p_value, np.nan)
    codes = _families(rows, is_whole, is_corrected)
    if codes.size:
        p_adjusted[is_corrected] = benjamini_hochberg(p_value[is_corrected], codes)
    return Rows({**rows.columns, "p_adjusted": p_adjusted})


def _families(
    rows: Rows, is_whole: NDArray[np.bool_], chosen: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """A code per family: domain, whole or breakdown, gaps apart."""
    domains = {name: at for at, name in enumerate(dict.fromkeys(rows["domain"].tolist()))}
    domain = np.array([domains[name] for name in rows["domain"][chosen]], dtype=np.int64)
    kind = np.where(rows["analysis"] == "gap", 2, np.where(is_whole, 0, 1))[chosen]
    codes: NDArray[np.int64] = domain * 3 + kind
    return codes
