"""Answer options that surveys use again and again, in their order, in English and Spanish."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.ingest.cells import fold

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True, slots=True)
class Labels:
    """One set of options, from least to most, each with the spellings that are the same answer."""

    name: str
    options: tuple[tuple[str, ...], ...]

    def order(self, answers: Collection[str]) -> tuple[tuple[str, ...], ...] | None:
        """The options with the spellings that occur first; None where an answer is none of them."""
        known = {fold(one) for option in self.options for one in option}
        if not answers or not {fold(answer) for answer in answers} <= known:
            return None
        return tuple(
            tuple(dict.fromkeys([*_met(option, answers), option[0]])) for option in self.options
        )


def _met(option: tuple[str, ...], answers: Collection[str]) -> list[str]:
    folded = {fold(one) for one in option}
    return sorted(answer for answer in answers if fold(answer) in folded)


SETS: Final = (
    Labels("yes_no", (("No",), ("Yes", "Sí", "Si"))),
    Labels("true_false", (("False", "Falso"), ("True", "Verdadero"))),
    Labels(
        "agree4",
        (
            ("Strongly disagree", "Muy en desacuerdo", "Totalmente en desacuerdo"),
            ("Disagree", "En desacuerdo"),
            ("Agree", "De acuerdo"),
            ("Strongly agree", "Muy de acuerdo", "Totalmente de acuerdo"),
        ),
    ),
    Labels(
        "agree5",
        (
            ("Strongly disagree", "Muy en desacuerdo", "Totalmente en desacuerdo"),
            ("Disagree", "En desacuerdo"),
            (
                "Neither agree nor disagree",
                "Neutral",
                "Undecided",
                "Ni de acuerdo ni en desacuerdo",
            ),
            ("Agree", "De acuerdo"),
            ("Strongly agree", "Muy de acuerdo", "Totalmente de acuerdo"),
        ),
    ),
    Labels(
        "agree6",
        (
            ("Strongly disagree", "Muy en desacuerdo"),
            ("Disagree", "En desacuerdo"),
            ("Slightly disagree", "Somewhat disagree", "Algo en desacuerdo"),
            ("Slightly agree", "Somewhat agree", "Algo de acuerdo"),
            ("Agree", "De acuerdo"),
            ("Strongly agree", "Muy de acuerdo"),
        ),
    ),
    Labels(
        "often5",
        (
            ("Never", "Almost never", "Nunca", "Casi nunca"),
            ("Rarely", "Seldom", "Once in a while", "Rara vez"),
            ("Sometimes", "A veces", "Algunas veces"),
            ("Often", "Frequently", "Usually", "A menudo", "Frecuentemente"),
            ("Always", "Almost always", "Siempre", "Casi siempre"),
        ),
    ),
    Labels(
        "often4",
        (
            ("Never", "Nunca"),
            ("Sometimes", "A veces"),
            ("Often", "Usually", "A menudo"),
            ("Always", "Siempre"),
        ),
    ),
    Labels(
        "satisfied5",
        (
            ("Very dissatisfied", "Muy insatisfecho", "Muy insatisfecha"),
            ("Dissatisfied", "Somewhat dissatisfied", "Insatisfecho", "Insatisfecha"),
            ("Neither satisfied nor dissatisfied", "Neutral", "Ni satisfecho ni insatisfecho"),
            ("Satisfied", "Somewhat satisfied", "Satisfecho", "Satisfecha"),
            ("Very satisfied", "Muy satisfecho", "Muy satisfecha"),
        ),
    ),
    Labels(
        "likely5",
        (
            ("Very unlikely", "Extremely unlikely", "Muy improbable"),
            ("Unlikely", "Somewhat unlikely", "Improbable"),
            ("Neither likely nor unlikely", "Neutral"),
            ("Likely", "Somewhat likely", "Probable"),
            ("Very likely", "Extremely likely", "Muy probable"),
        ),
    ),
    Labels(
        "quality5",
        (
            ("Very poor", "Poor", "Muy malo", "Muy mala"),
            ("Fair", "Malo", "Mala"),
            ("Average", "Good", "Regular"),
            ("Very good", "Bueno", "Buena"),
            ("Excellent", "Excelente", "Muy bueno", "Muy buena"),
        ),
    ),
    Labels(
        "amount5",
        (
            ("Not at all", "Nada"),
            ("A little", "Slightly", "Un poco"),
            ("Somewhat", "Moderately", "Algo"),
            ("Quite a bit", "Very", "A lot", "Bastante", "Mucho"),
            ("Extremely", "A great deal", "A tremendous amount", "Muchísimo"),
        ),
    ),
    Labels(
        "true4",
        (
            ("Not at all true", "Nada cierto"),
            ("A little true", "Un poco cierto"),
            ("Pretty much true", "Mostly true", "Bastante cierto"),
            ("Very much true", "Completely true", "Muy cierto"),
        ),
    ),
)
"""The sets that are known; of several that fit, the first."""


def recognised(answers: Collection[str]) -> tuple[str, tuple[tuple[str, ...], ...]] | None:
    """The name and the options of the set that some answers belong to, or None.

    >>> recognised(["Agree", "Disagree"])[0]
    'agree4'
    >>> recognised(["De acuerdo", "Muy en desacuerdo", "Ni de acuerdo ni en desacuerdo"])[0]
    'agree5'
    """
    for labels in SETS:
        found = labels.order(answers)
        if found is not None:
            return labels.name, found
    return None
