"""How long hiding takes on a large district: 1,000 schools by 10 subgroups in 2 periods.

    python bench/privacy.py [SCHOOLS]

Prints processor seconds for counts (limit 5) and for shares (limit 60), and the part of people who
are in hidden cells.
"""

import math
import sys
import time
from collections.abc import Iterator
from typing import Any

import numpy as np

from pipeline.disclosure.hiding import hidden
from pipeline.tables.estimates import ESTIMATES

Row = dict[str, Any]
BLANK = {c.name: math.nan if c.type == "float64" else "" for c in ESTIMATES.columns}
MIX = np.array([40, 25, 12, 8, 5, 4, 3, 1.5, 1, 0.5])


def level(outcome: str, period: str, place: tuple[str, str], n: int, hits: float) -> Row:
    subgroup, name = place
    return {
        **BLANK, "id": f"{outcome}/level/all/{subgroup}={name}@{period}", "analysis": "level",
        "outcome": outcome, "group": "all", "subgroup": subgroup, "level": name,
        "period_after": period, "n": float(n), "n_after": float(n),
        "mean_after": hits / n if n else math.nan, "status": "published" if n else "not-estimable",
    }  # fmt: skip


def rows(schools: int, *, is_share: bool, seed: int = 1) -> Iterator[Row]:
    rng = np.random.default_rng(seed)
    sizes = np.maximum(3, rng.lognormal(5.5, 0.9, schools)).astype(int)
    mix, outcome = MIX / MIX.sum(), "late" if is_share else "gpa"
    for period in ("2024-25", "2025-26"):
        n = np.array([rng.multinomial(size, rng.dirichlet(mix * 20)) for size in sizes])
        n = rng.binomial(n, 0.95)
        hits = rng.binomial(n, rng.beta(2, 6, n.shape)) if is_share else n * math.nan
        yield level(outcome, period, ("", ""), n.sum(), hits.sum())
        for at in range(schools):
            yield level(outcome, period, ("school", f"S{at:04}"), n[at].sum(), hits[at].sum())
        for at in range(len(mix)):
            yield level(outcome, period, ("race", f"R{at}"), n[:, at].sum(), hits[:, at].sum())
        for at, other in np.ndindex(n.shape):
            place = "school × race", f"S{at:04} × R{other}"
            yield level(outcome, period, place, n[at, other], hits[at, other])


def main(schools: int = 1000) -> None:
    import scipy.optimize  # noqa: F401  loaded before the clock starts

    for is_share, limit in ((False, 5), (True, 60)):
        made = list(rows(schools, is_share=is_share))
        start = time.process_time()
        found = hidden(made, minimum_n=10, shares=frozenset({"late"}))
        seconds = time.process_time() - start
        cells = [row for row in made if "×" in row["subgroup"]]
        gone = sum(row["n"] for row in cells if found.of(row))
        part = gone / sum(row["n"] for row in cells)
        what = "shares" if is_share else "counts"
        print(f"{what}: {len(made):,} rows, {seconds:.1f} s (limit {limit}), {part:.1%} hidden")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
