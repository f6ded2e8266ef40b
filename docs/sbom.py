"""The software bill of materials: what is locked, with hashes and licences, as CycloneDX JSON.

    python docs/sbom.py > docs/sbom.cdx.json     (make sbom)

It follows from requirements.lock alone: the same lock, the same bytes.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
import uuid
from hashlib import sha256
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
LICENCES = {
    "annotated-types": "MIT",
    "charset-normalizer": "MIT",
    "click": "BSD-3-Clause",
    "contourpy": "BSD-3-Clause",
    "cycler": "BSD-3-Clause",
    "duckdb": "MIT",
    "fonttools": "MIT",
    "jinja2": "BSD-3-Clause",
    "kiwisolver": "BSD-3-Clause",
    "markupsafe": "BSD-3-Clause",
    "matplotlib": "PSF-2.0",
    "numpy": "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0",
    "packaging": "Apache-2.0 OR BSD-2-Clause",
    "pandas": "BSD-3-Clause",
    "pillow": "MIT-CMU",
    "pydantic": "MIT",
    "pydantic-core": "MIT",
    "pyparsing": "MIT",
    "python-calamine": "MIT",
    "python-dateutil": "BSD-3-Clause",
    "ruamel-yaml": "MIT",
    "scipy": "BSD-3-Clause",
    "sqlglot": "MIT",
    "typing-extensions": "PSF-2.0",
    "typing-inspection": "MIT",
    "tzdata": "Apache-2.0",
}
"""By package, in the words of SPDX; a package that is new in the lock needs its line."""
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+?)((?: ; [^\\\n]+)?)\s*\\?$")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def locked(text: str) -> list[dict[str, Any]]:
    """Every pin of a lock: its name, version, the condition under which it is taken, hashes."""
    found: list[dict[str, Any]] = []
    for line in text.splitlines():
        pin = _PIN.match(line)
        if pin is not None:
            name, version, when = pin.groups()
            found.append({"name": name, "version": version, "when": when[3:].strip(), "hashes": []})
        found[-1]["hashes"] += _HASH.findall(line)
    return found


def bill(lock: str, project: dict[str, Any]) -> dict[str, Any]:
    """The bill of a lock and the project that it belongs to."""
    own = f"pkg:pypi/{project['name']}@{project['version']}"
    parts = [_component(pin) for pin in locked(lock)]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.UUID(bytes=sha256(lock.encode()).digest()[:16], version=4)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"expression": project["license"]}],
                "purl": own,
            }
        },
        "components": parts,
        "dependencies": [{"ref": own, "dependsOn": [part["bom-ref"] for part in parts]}],
    }


def _component(pin: dict[str, Any]) -> dict[str, Any]:
    purl = f"pkg:pypi/{pin['name']}@{pin['version']}"
    part: dict[str, Any] = {
        "type": "library",
        "bom-ref": purl,
        "name": pin["name"],
        "version": pin["version"],
        "hashes": [{"alg": "SHA-256", "content": one} for one in pin["hashes"]],
        "licenses": [{"expression": LICENCES[pin["name"]]}],
        "purl": purl,
    }
    if pin["when"]:
        part["properties"] = [{"name": "python:marker", "value": pin["when"]}]
    return part


def text() -> str:
    """The bill of this project, as it is written."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    made = bill((ROOT / "requirements.lock").read_text(encoding="utf-8"), project)
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text())
