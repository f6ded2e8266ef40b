"""What went in, what came out, and with which software: the last file of a release."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.study.schema import Study
    from pipeline.tables.published import Published

FORMAT = 1
"""Version of this file's layout."""


def manifest(
    study: Study,
    published: Published,
    *,
    outputs: Mapping[str, bytes],
    sections: Mapping[str, str] | None = None,
) -> bytes:
    """The manifest of a release.

    It names no path outside the workspace, no user and no time, so that the same inputs give
    the same bytes.

    Args:
        study: The study file.
        published: What the release says.
        outputs: Every other file of the release, by name.
        sections: Hash of each section of the study file, so that one can tell which changed.
    """
    inputs = dict(published.inputs)
    counts: dict[str, dict[str, float | None]] = {}
    fates: dict[str, dict[str, dict[str, float | None]]] = {}
    for one in published.counts:
        if one.file:
            figure = None if one.figure is None else one.figure.value
            place = f"{one.source}/{one.file}" + (f"@{one.period}" if one.period else "")
            if one.id.startswith("rows/"):
                analysis = one.analysis or "all"
                fates.setdefault(place, {}).setdefault(analysis, {})[one.what] = figure
            else:
                counts.setdefault(place, {})[one.what] = figure
    statuses = Counter(row.status for row in published.rows)
    content = {
        "manifest": FORMAT,
        "study": study.study.title,
        "study_file": inputs.get("study.yaml", ""),
        "sections": dict(sections or {}),
        "as_of": published.as_of,
        "versions": dict(published.versions),
        "seed": None,
        "inputs": inputs,
        "outputs": {name: hashlib.sha256(made).hexdigest() for name, made in outputs.items()},
        "rows": counts,
        "fates": fates,
        "results": dict(statuses),
        "suppressed": statuses["suppressed"],
        "minimum_n": published.minimum_n,
    }
    text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False)
    return f"{text}\n".encode()
