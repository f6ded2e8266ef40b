"""The stages as data: what each reads, what it is handed, and when it is out of date."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.study.schema import Study

HOUSE: Final = Path(__file__).parent
STUDY_FILE: Final = "study.yaml"
SHARED: Final = (
    "steps",
    "clearance",
    "receipts",
    "stages",
    "attack",
    "engine",
    "evidence",
    "statistics",
    "tables",
    "workspace",
    "disk",
    "refused",
    "study",
    "problems",
    "process",
)
"""What every stage may see: the glue that hands it things, and the rooms below the stages."""

LIBRARIES: Final = (
    "charset-normalizer",
    "duckdb",
    "jinja2",
    "markupsafe",
    "matplotlib",
    "numpy",
    "pandas",
    "partnership-outcomes",
    "pydantic",
    "python-calamine",
    "ruamel.yaml",
    "scipy",
    "sqlglot",
)
"""What a result may depend on besides our own code."""

TIDY: Final = (
    "students",
    "measurements",
    "responses",
    "totals",
    "waves",
    "activities",
    "testimonials",
    "segments",
    "files",
    "accounts",
    "quarantine",
    "unmatched",
    "measures",
    "codes",
    "pairs",
    "between",
)
"""The tables that ingest writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A step from tables to tables.

    Attributes:
        name: Its verb.
        rooms: The rooms that it lives in.
        reads: Tables that it reads; `raw` is the folder of exports.
        promises: Sections of the study file that it is handed, or parts of them; no others.
        facts: What else decides its outcome: the pseudonym key, the day, hashes of the inputs, what
            was given out before.
        writes: Tables that it writes.
    """

    name: str
    rooms: tuple[str, ...]
    reads: tuple[str, ...]
    promises: tuple[str, ...]
    facts: tuple[str, ...]
    writes: tuple[str, ...]


PARTS: Final = {
    "goals.where": ("where",),
    "outcomes.kinds": ("measure", "type", "range"),
    "reports.wanted": ("checkin",),
    "study.people": ("people",),
    "study.timed": ("people", "began", "partners"),
}
"""Parts of sections that a stage may be handed instead of the whole: the keys that they keep."""

STAGES: Final = (
    Stage(
        name="ingest",
        rooms=("ingest",),
        reads=("raw",),
        promises=("periods", "sources", "privacy", "design", "outcomes.kinds", "goals.where"),
        facts=("key",),
        writes=TIDY,
    ),
    Stage(
        name="compare",
        rooms=("compare",),
        reads=(
            "students", "pairs", "between", "measures", "codes", "waves", "totals", "activities",
            "responses", "segments",
        ),
        promises=(
            "periods", "sources", "design", "outcomes", "goals.where", "study.timed", "costs",
            "frameworks", "reports.wanted",
        ),
        facts=(),
        writes=("estimates",),
    ),
    Stage(
        name="attain",
        rooms=("attain",),
        reads=("estimates", "totals", "activities"),
        promises=("periods", "sources", "design", "outcomes", "goals", "study.people"),
        facts=("as_of",),
        writes=("attainment",),
    ),
    Stage(
        name="protect",
        rooms=("disclosure",),
        reads=(
            "estimates", "attainment", "files", "accounts", "waves", "testimonials", "segments",
            "activities",
        ),
        promises=("periods", "sources", "design", "outcomes", "goals", "privacy", "study"),
        facts=("as_of", "inputs", "released"),
        writes=("published",),
    ),
    Stage(
        name="report",
        rooms=("report", "release"),
        reads=("published",),
        promises=(
            "version", "study", "periods", "sources", "design", "outcomes", "goals", "privacy",
            "reports", "costs", "frameworks", "translations",
        ),
        facts=("inputs", "study_file", "released"),
        writes=("pages",),
    ),
)  # fmt: skip


def handed(study: Study, promises: Iterable[str]) -> Study:
    """The study file as a stage gets to see it: a key that it was not promised is not there.

    This is what makes staleness sound: a stage cannot come to depend on a section that its
    fingerprint leaves out, because reading one fails at once.
    """
    sections = {promise.partition(".")[0]: _section(study, promise) for promise in promises}
    seen = type(study).model_construct(**sections)
    for name in [name for name in seen.__dict__ if name not in sections]:
        del seen.__dict__[name]
    return seen


def promised(study: Study, promises: Iterable[str]) -> dict[str, bytes]:
    """The promised sections, each as bytes that are the same for the same content."""
    return {promise: canonical(_section(study, promise)) for promise in promises}


def canonical(value: object) -> bytes:
    """Bytes that are the same for the same content; order counts, spelling in the file does not."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":")).encode()


def digest(parts: Iterable[bytes]) -> str:
    """One hash of many parts; each part's length goes in, so that no two lists collide."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big"))
        whole.update(part)
    return whole.hexdigest()


@cache
def room(name: str, house: Path = HOUSE) -> str:
    """The hash of one room's source: code, templates, words."""
    folder = house / name
    files = sorted(folder.rglob("*")) if folder.is_dir() else [folder.with_suffix(".py")]
    real = (f for f in files if f.is_file() and "__pycache__" not in f.parts)
    return digest(
        part for f in real for part in (f.relative_to(house).as_posix().encode(), f.read_bytes())
    )


def fingerprint(
    stage: Stage,
    *,
    tables: Mapping[str, str],
    promises: Mapping[str, bytes],
    facts: Mapping[str, str],
    libraries: str,
    house: Path = HOUSE,
) -> str:
    """All that a stage's outcome depends on, in one hash.

    Tables come in by the hash of their content, not of their making: if a change upstream
    leaves a table as it was, everything downstream stays as it was too.
    """
    return digest(
        [
            *(room(name, house).encode() for name in (*stage.rooms, *SHARED)),
            *(tables[name].encode() for name in stage.reads),
            *(promises[name] for name in stage.promises),
            *(facts[name].encode() for name in stage.facts),
            libraries.encode(),
        ]
    )


@cache
def whole_house(house: Path = HOUSE) -> str:
    """The hash of all our source."""
    names = {f.stem for f in house.iterdir() if f.suffix == ".py" or (f / "__init__.py").is_file()}
    return digest(room(name, house).encode() for name in sorted(names))


@cache
def versions() -> dict[str, str]:
    """The version of each library, by its folder beside the installed code.

    Reading names of folders costs a tenth of what `importlib.metadata` costs, and a run that
    has nothing to do does little else.
    """
    found = {"python": f"{sys.version_info.major}.{sys.version_info.minor}"}
    wanted = {name.replace("-", "_").replace(".", "_"): name for name in LIBRARIES}
    for place in (p for p in reversed(sys.path) if p.endswith("-packages")):
        for info in Path(place).glob("*.dist-info"):
            name, _, version = info.name.removesuffix(".dist-info").partition("-")
            known = wanted.get(name.lower().replace(".", "_"))
            if known is not None:
                found[known] = version
    return dict(sorted(found.items()))


def _section(study: Study, promise: str) -> Any:
    name, _, part = promise.partition(".")
    section = getattr(study, name)
    if not part:
        return section
    keys = PARTS[promise]
    if section is None:
        return None
    if isinstance(section, Mapping):
        return {key: _trimmed(value, keys) for key, value in section.items()}
    if isinstance(section, tuple):
        kept = {canonical(one): one for value in section if (one := _trimmed(value, keys))}
        return tuple(kept[content] for content in sorted(kept))
    return _trimmed(section, keys)


def _trimmed(value: Any, keys: tuple[str, ...]) -> Any:
    """A part of the study file with some of its keys only; None where they hold nothing."""
    kept = {key: getattr(value, key) for key in keys}
    seen = type(value).model_construct(**kept)
    for name in [name for name in seen.__dict__ if name not in kept]:
        del seen.__dict__[name]
    return seen if any(kept.values()) else None


def _plain(value: object) -> object:
    """Content as JSON has it; a map becomes a list of pairs, since its order counts."""
    if isinstance(value, Mapping):
        return [[str(key), _plain(item)] for key, item in value.items()]
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "model_fields_set"):
        return _plain(value.__dict__)
    return value
