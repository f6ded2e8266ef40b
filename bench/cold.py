"""A cold run of the whole pipeline: what an earlier run made is removed first.  cold.py FOLDER"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

folder = Path(sys.argv[1])
for made in (".outcomes", "reports", "data/processed"):
    shutil.rmtree(folder / made, ignore_errors=True)
raise SystemExit(
    subprocess.call([sys.executable, "-m", "pipeline", "-C", str(folder), "-q", "run"])
)
