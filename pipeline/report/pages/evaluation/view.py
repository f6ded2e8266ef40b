"""The evaluation report as a whole: its head, its sections in order, its contents."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.report.frame import frame
from pipeline.report.pages.evaluation import (
    ahead,
    appendix,
    delivery,
    design,
    frameworks,
    glance,
    goals,
    limits,
    outcomes,
    people,
    surveys,
    unmet,
    voices,
)
from pipeline.report.pages.evaluation.head import Head, head
from pipeline.report.prose import capital, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.report.context import Context
    from pipeline.report.page import Frame, Section

TEMPLATE = "evaluation.html.j2"
STYLES = ("tokens", "base", "evaluation")

SECTIONS: tuple[Callable[[Context], Section | None], ...] = (
    glance.section,
    goals.section,
    design.program,
    people.section,
    design.section,
    outcomes.section,
    surveys.section,
    delivery.section,
    voices.section,
    frameworks.section,
    unmet.section,
    limits.section,
    ahead.section,
    appendix.section,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationPage:
    """The evaluation report.

    Attributes:
        frame: Language, title, banner and foot.
        head: The title block.
        contents: Ids and short names of the sections, numbered.
        sections: The sections.
    """

    frame: Frame
    head: Head
    sections: tuple[Section, ...]


def build(context: Context) -> EvaluationPage:
    """The evaluation report of one study."""
    found = [section for make in SECTIONS if (section := make(context)) is not None]
    title = head(context)
    return EvaluationPage(
        frame=frame(context, "evaluation", description=plain(title.title)),
        head=title,
        sections=tuple(
            replace(section, number=str(position), title=capital(section.title))
            for position, section in enumerate(found, 1)
        ),
    )
