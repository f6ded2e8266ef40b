"""Named sections of the study as canonical bytes, so that a stage can tell what changed for it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pipeline.study.schema import Study

SECTIONS: Final = (
    "version",
    "study",
    "periods",
    "design",
    "sources",
    "outcomes",
    "goals",
    "costs",
    "frameworks",
    "where",
    "privacy",
    "reports",
    "translations",
)


def section(study: Study, name: str) -> bytes:
    """One section of the study file as JSON that is the same for the same meaning.

    Comments, quotes and line breaks of the file do not show in it. The order of sources,
    measures and items does: codes of measures follow it.

    Args:
        study: The study.
        name: A top-level key, or `where`: the roster columns that goals select by, which is all
            that the reading of exports needs to know of the goals.

    Raises:
        KeyError: There is no such section.
    """
    if name not in SECTIONS:
        raise KeyError(name)
    if name == "where":
        columns = {column for goal in study.goals for column in goal.where}
        return _canonical(sorted(columns))
    return _canonical(study.model_dump(mode="json", by_alias=True, include={name})[name])


def _canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
