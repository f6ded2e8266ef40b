"""What cannot be beaten: reading the bytes.  floor.py scan|parse FOLDER"""

from __future__ import annotations

import sys

import duckdb

what, folder = sys.argv[1:3]
raw = f"{folder}/data/raw/bench"
source = {
    "scan": f"'{folder}/metrics.parquet'",
    "parse": f"read_csv('{raw}/metrics.csv', header=true)",
}[what]
people = {
    "scan": f"'{folder}/students.parquet'",
    "parse": f"read_csv('{raw}/students.csv', header=true)",
}[what]
columns = "max(student_id), max(year), max(metric), max(value)"
print(duckdb.sql(f"SELECT count(*), {columns} FROM {source}").fetchall())
print(duckdb.sql(f"SELECT max(COLUMNS(*)) FROM {people}").fetchall())
