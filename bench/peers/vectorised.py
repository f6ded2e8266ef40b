"""What a careful pandas user writes: one merge, then groupby sums.  vectorised.py FOLDER"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from common import GROUPS, paired

folder = Path(sys.argv[1])
raw = folder / "data" / "raw" / "bench"
if "--csv" in sys.argv:
    m = pd.read_csv(raw / "metrics.csv", dtype={"student_id": str, "year": str})
    s = pd.read_csv(raw / "students.csv", dtype=str)
else:
    m = duckdb.sql(f"SELECT * FROM '{folder}/metrics.parquet'").df()
    s = duckdb.sql(f"SELECT * FROM '{folder}/students.parquet'").df()
for column in s.columns[1:]:
    s[column] = s[column].astype("category")
m["metric"] = m["metric"].astype("category")
w = (
    m[m.year == "2024"]
    .drop(columns="year")
    .merge(
        m[m.year == "2025"].drop(columns="year"), on=["student_id", "metric"], suffixes=("_x", "_y")
    )
)
w = w.merge(s, on="student_id")
center = w.groupby("metric", observed=True)["value_x"].transform("mean")
w["x"], w["y"] = w.value_x - center, w.value_y - center
w["xx"], w["yy"], w["xy"] = w.x * w.x, w.y * w.y, w.x * w.y
cells = []
for group in (None, *GROUPS):
    for arm in ("participant", None):
        keys = [k for k in ("metric", arm, group) if k]
        a = w.groupby(keys, observed=True)[["value_x", "value_y", "x", "y", "xx", "yy", "xy"]]
        cells.append(a.sum().assign(n=a.size()).reset_index())
a = pd.concat(cells)
n = a.n.to_numpy(float)
nn = np.where(n > 1, n * (n - 1), np.nan)
out = paired(n, a.value_x / n, a.value_y / n, (n * a.xx - a.x**2) / nn, (n * a.yy - a.y**2) / nn,
             (n * a.xy - a.x * a.y) / nn)  # fmt: skip
print(len(a), "cells", float(np.nansum(out["t"])))
