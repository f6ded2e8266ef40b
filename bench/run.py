"""Times whole processes in turn and prints a table of ratios.  run.py [small] [medium]

Every round runs each command once (A B C A B C), so that a machine that slows down slows all of
them; the ratio is the median of the ratios round by round. Wall time and peak memory come from
the operating system's own account of the finished process.
"""

from __future__ import annotations

import os
import shlex
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
DATA = Path(os.environ.get("BENCH_DATA", HERE / ".data"))
PY = sys.executable


def commands(size: str) -> dict[str, str]:
    """What is timed, the floor first: every ratio is against it."""
    folder = DATA / size
    ours = f"{PY} {HERE}/stage.py"
    peers = HERE / "peers"
    few = "" if size == "small" else " 400"
    return {
        "scan the Parquet columns": f"{PY} {peers}/floor.py scan {folder}",
        "parse the CSV": f"{PY} {peers}/floor.py parse {folder}",
        "ours: CSV to tidy tables, all checks": f"{ours} ingest {folder}",
        "ours: tidy tables to all estimates": f"{ours} compare {folder}",
        "pandas, vectorised": f"{PY} {peers}/vectorised.py {folder}",
        "notebook, scipy a cell" + (f" ({few.strip()} cells only)" if few else ""):
            f"{PY} {peers}/notebook.py {folder}{few}",
    }  # fmt: skip


SMALL_JOBS = {
    "import click": f"{PY} -c 'import click'",
    "import pandas, duckdb, matplotlib.figure": f"{PY} -c 'import pandas, duckdb, matplotlib.figure'",
    "outcomes --help": f"{PY} -m pipeline --help",
    "outcomes run, cold, small study": f"{PY} {HERE}/cold.py {DATA}/small",
    "outcomes run, nothing changed": f"{PY} -m pipeline -C {DATA}/small -q run",
}


def once(command: str) -> tuple[float, float, int]:
    """Wall seconds, peak MiB and exit code of one run."""
    begun = time.perf_counter()
    quiet = {
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "stdin": subprocess.DEVNULL,
    }
    process = subprocess.Popen(shlex.split(command), **quiet)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return time.perf_counter() - begun, usage.ru_maxrss / 1024, process.returncode


def bench(title: str, jobs: dict[str, str], rounds: int) -> None:
    """Runs the jobs in turn and prints their table."""
    runs: dict[str, list[tuple[float, float, int]]] = {name: [] for name in jobs}
    for number in range(rounds + 1):
        for name, command in jobs.items():
            result = once(command)
            if number or rounds == 1:
                runs[name].append(result)
    floor = [wall for wall, _, _ in runs[next(iter(jobs))]]
    print(f"\n## {title}\n\n| job | wall s | x the first | peak MiB |\n|---|---|---|---|")
    for name, results in runs.items():
        walls = [wall for wall, _, _ in results]
        ratio = statistics.median(w / f for w, f in zip(walls, floor, strict=True))
        failed = max(code for _, _, code in results)
        note = f" (exit {failed})" if failed else ""
        peak = statistics.median(peak for _, peak, _ in results)
        print(f"| {name}{note} | {statistics.median(walls):.2f} | {ratio:.2f} | {peak:.0f} |")


def main(sizes: list[str]) -> None:
    """Makes the data where they are missing, then runs every size."""
    for size in {"small", *sizes}:
        if not (DATA / size / "metrics.parquet").exists():
            command = [PY, str(HERE / "generate.py"), size, str(DATA / size)]
            subprocess.run(command, check=True)
    once(f"{PY} -m pipeline -C {DATA}/small -q run")
    bench("The small job", SMALL_JOBS, rounds=5)
    for size in sizes:
        bench(f"{size.capitalize()}", commands(size), rounds=5 if size == "small" else 2)


if __name__ == "__main__":
    main(sys.argv[1:] or ["small", "medium"])
