"""Words of statistics in plain words: a column may need one, every page has them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.report.page import Term
from pipeline.report.prose import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.report.language import Language

TERMS: Final = (
    "interval", "n", "effect", "p", "p_adjusted", "chance", "usual", "alpha", "omega",
    "detectable", "icc", "design_effect",
)  # fmt: skip
"""In the order of the glossary."""
PLAIN: Final = ("interval", "n", "chance", "usual")
"""Those that a page for everyone may use."""
OF_COLUMNS: Final = {
    "change": "interval", "difference": "interval", "level": "interval", "interval": "interval",
    "effect_range": "interval", "favorable": "interval", "improved": "interval",
    "weighed": "interval", "cost": "interval", "alpha": "alpha", "omega": "omega",
    "effect": "effect", "p": "p", "p_adjusted": "p_adjusted", "usual": "usual",
    "chance": "chance", "detectable": "detectable", "icc": "icc",
    "design_effect": "design_effect", "n": "n", "n_all": "n", "n_both": "n",
}  # fmt: skip
"""What a column, by the name of its words, needs explained."""


def terms(words: Language, names: Sequence[str] = TERMS) -> tuple[Term, ...]:
    """The glossary of a language, or a part of it."""
    return tuple(
        Term(
            id=f"term-{name}",
            name=words.text(f"term.{name}.name"),
            said=(Text(words=words.text(f"term.{name}.said"), role="method"),),
        )
        for name in names
    )
