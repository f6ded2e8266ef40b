"""Keys and values that a later version will understand."""

from __future__ import annotations

from typing import Final

from pipeline.problems import Kind

LATER: Final = Kind(
    code="S030",
    found="{what} is not supported in this version: {why}",
    expected="",
    remedy="{advice}",
    explains="The key is part of the study file's design and its capability comes in a later "
    "version. Until then it is refused rather than ignored, so that no report seems to rest on it.",
)

LATERS: Final = (LATER,)
