"""Known weaknesses of what is locked, as the advisory service of the package index tells them.

    python docs/audit.py     (make audit)

Says how many packages were looked up, and ends with 1 where one has a known weakness. Where the
service cannot be reached, or does not know a package, that is said and nothing is claimed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-build.lock")


def told(lock: str, answer: str) -> tuple[int, str]:
    """The exit code and a sentence on what the service said of a lock."""
    try:
        packages: list[dict[str, Any]] = json.loads(answer)["dependencies"]
    except (json.JSONDecodeError, KeyError):
        return 0, f"{lock}: NOT AUDITED, the advisory service cannot be reached from here."
    weak = [
        f"{one['name']} {one['version']}: {', '.join(each['id'] for each in one['vulns'])}"
        for one in packages
        if one.get("vulns")
    ]
    unknown = [one["name"] for one in packages if "skip_reason" in one]
    known = len(packages) - len(unknown)
    if not known:
        return 0, f"{lock}: NOT AUDITED, the service knows none of its {len(packages)} packages."
    said = f"{lock}: {known} of {len(packages)} packages looked up, {len(weak)} with weaknesses."
    if unknown:
        said += f" NOT AUDITED: {', '.join(sorted(set(unknown)))}."
    return int(bool(weak)), "\n  ".join([said, *weak])


def main() -> int:
    """Audits every lock."""
    code = 0
    for lock in LOCKS:
        command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes",
                   "--progress-spinner", "off", "--format", "json", "-r", str(ROOT / lock)]  # fmt: skip
        done = subprocess.run(command, capture_output=True, check=False, text=True)  # noqa: S603  ours
        found, said = told(lock, done.stdout)
        print(said)
        code = max(code, found)
    return code


if __name__ == "__main__":
    sys.exit(main())
