"""The catalogue: every kind of problem that a study file can have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.study.kinds.expressions import EXPRESSIONS
from pipeline.study.kinds.goals import GOALS
from pipeline.study.kinds.reading import READING
from pipeline.study.kinds.sense import SENSE
from pipeline.study.kinds.typing import TYPING

if TYPE_CHECKING:
    from pipeline.problems import Kind

KINDS: Final[tuple[Kind, ...]] = (*READING, *TYPING, *SENSE, *EXPRESSIONS, *GOALS)
