"""The usual notebook: groupby, then scipy once a cell.  notebook.py FOLDER [MOST_CELLS]"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
from common import GROUPS
from scipy import stats

raw = Path(sys.argv[1]) / "data" / "raw" / "bench"
most = int(sys.argv[2]) if len(sys.argv) > 2 else 0
m = pd.read_csv(raw / "metrics.csv", dtype={"student_id": str, "year": str})
s = pd.read_csv(raw / "students.csv", dtype=str)
w = m.pivot_table(index=["student_id", "metric"], columns="year", values="value").dropna()
w = w.reset_index().merge(s, on="student_id")
rows = []
begun = time.perf_counter()
for group in GROUPS:
    for key, g in w.groupby(["metric", "participant", group]):
        if len(g) < 2:
            continue
        x, y = g["2024"], g["2025"]
        t, p = stats.ttest_rel(y, x)
        half = stats.t.ppf(0.975, len(x) - 1) * (y - x).std() / np.sqrt(len(x))
        d = (y.mean() - x.mean()) / np.sqrt((x.var() + y.var()) / 2)
        rows.append((*key, len(x), x.mean(), y.mean(), x.std(), y.std(), t, p, half, d))
        if most and len(rows) >= most:
            break
    if most and len(rows) >= most:
        break
print(len(rows), "cells", (time.perf_counter() - begun) / len(rows), "s a cell")
