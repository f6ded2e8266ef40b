"""What a page brings to be registered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.report.context import Context
    from pipeline.study.schema import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One page of a study.

    Attributes:
        name: Name of the page, and of the file that it becomes.
        template: Name of its template.
        styles: Names of its style sheets, in order.
        build: From one study to its view.
        is_wanted: Whether the study file asks for it.
    """

    name: str
    template: str
    styles: tuple[str, ...]
    build: Callable[[Context], object]
    is_wanted: Callable[[Study], bool]
