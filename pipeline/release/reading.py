"""A release read back from its folder: manifest.json and results.json, as a reader gets them."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

from pipeline.problems import Kind, Place, Problem
from pipeline.tables.releases import Release, Told

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST: Final = "manifest.json"
RESULTS: Final = "results.json"
STUDY_FILE: Final = "study.yaml"

NO_RELEASE: Final = Kind(
    code="W040",
    found="found no release ({reason})",
    expected="expected a folder with manifest.json and results.json as they were written",
    remedy="Name a folder such as reports/<study>, a copy of one, or its manifest.json.",
    explains="A release is the folder that a run writes: reports, results and the manifest. Two "
    "are compared from their manifest.json and results.json.",
)


def read(folder: Path, *, shown: str) -> Release:
    """The release that lies in a folder.

    Args:
        folder: Where it lies.
        shown: The folder as the analyst typed it.

    Raises:
        Problem: There is none, or its files cannot be read as such.
    """
    try:
        manifest = (folder / MANIFEST).read_bytes()
        made, told = json.loads(manifest), json.loads((folder / RESULTS).read_bytes())
        return _release(manifest, made, told)
    except OSError as error:
        reason = f"{folder.name}: {error.strerror or type(error).__name__}"
        raise Problem(NO_RELEASE, Place(file=shown), reason=reason) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        reason = "its files are damaged or of another kind"
        raise Problem(NO_RELEASE, Place(file=shown), reason=reason) from error


def release_id(manifest: bytes) -> str:
    """A short name for a release: the hash of its manifest, which holds all other hashes."""
    return hashlib.sha256(manifest).hexdigest()[:10]


def _release(manifest: bytes, made: dict[str, Any], told: dict[str, Any]) -> Release:
    inputs = {name: sha for name, sha in made["inputs"].items() if name != STUDY_FILE}
    return Release(
        id=release_id(manifest),
        title=made["study"],
        as_of=made["as_of"],
        minimum_n=int(made["minimum_n"]),
        study_file=made["study_file"],
        sections=dict(made.get("sections", {})),
        versions=dict(made["versions"]),
        inputs=inputs,
        sources=_sources(inputs, made["rows"]),
        outputs=dict(made["outputs"]),
        rows={one["id"]: _told(one) for one in told["results"]},
        goals={one["id"]: _told(one) for one in told["goals"]},
    )


def _told(held: dict[str, Any]) -> Told:
    shown = dict(held["shown"]) if held["status"] == "published" else {}
    return Told(
        id=held["id"],
        text={name: value for name, value in held.items() if isinstance(value, str)},
        shown=shown,
        values={name: float(held[name]) for name in shown if held.get(name) is not None},
    )


def _sources(inputs: dict[str, str], rows: dict[str, Any]) -> dict[str, frozenset[str]]:
    """The sources that each export was read for; an entry of an archive stands for the archive."""
    found: dict[str, set[str]] = {name: set() for name in inputs}
    for place in rows:
        source, _, file = place.partition("/")
        for name in inputs:
            if file.partition("@")[0] == name or file.startswith(f"{name}/"):
                found[name].add(source)
    return {name: frozenset(sources) for name, sources in found.items()}
