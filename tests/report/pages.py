"""Contexts and rendered pages for the tests of this folder, made once."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipeline.evidence.cards import CARDS
from pipeline.evidence.design import ceiling
from pipeline.report.context import Context
from pipeline.report.stage import pages
from pipeline.report.words.en import ENGLISH
from tests import builders

if TYPE_CHECKING:
    from pipeline.study.schema import Study
    from pipeline.tables.published import Published

CASES = ("riverbend", "one-group", "lottery", "empty", "hidden")


def given(case: str) -> tuple[Study, Published]:
    """The study and the published rows of a case."""
    return {
        "riverbend": lambda: (builders.study(), builders.published()),
        "one-group": lambda: (builders.one_group(), builders.one_group_published()),
        "lottery": lambda: (builders.lottery(), builders.lottery_published()),
        "empty": lambda: (builders.study(), builders.empty()),
        "hidden": lambda: (builders.study(), builders.all_hidden()),
    }[case]()


def context(case: str = "riverbend") -> Context:
    study, published = given(case)
    return Context.of(
        study, published, ENGLISH, cards=CARDS, ceiling=ceiling(study), report_id="E-4f1c9a20"
    )


@cache
def rendered(case: str = "riverbend") -> dict[str, str]:
    study, published = given(case)
    made = pages(study, published, cards=CARDS, ceiling=ceiling(study), report_id="E-4f1c9a20")
    return {name: page.decode() for name, page in made.items()}
