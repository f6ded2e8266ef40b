"""Every mistake in a study file is told in one sentence, with its place, a caret and a remedy.

The files in `told/` hold a claim, the piece of base.yaml that is replaced (<), what replaces it
(>), and all that is then told, letter by letter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.study.kinds.all import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FOLDER = Path(__file__).parent / "told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    claim: str
    old: str
    new: str
    told: str


def mistakes() -> Iterator[Mistake]:
    for file in sorted(FOLDER.glob("*.txt")):
        for block in file.read_text(encoding="utf-8").split("=== ")[1:]:
            claim, *lines = block.rstrip("\n").split("\n")
            yield Mistake(
                claim=f"{file.stem}: {claim}",
                old="\n".join(line[2:] for line in lines if line.startswith("< ")),
                new="\n".join(line[2:] for line in lines if line.startswith("> ")),
                told="\n".join(line for line in lines if line[:2] not in ("< ", "> ")),
            )


MISTAKES = tuple(mistakes())


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.claim)
def test_a_mistake_is_told_with_place_caret_and_remedy(
    mistake: Mistake, told: Callable[..., str]
) -> None:
    assert told((mistake.old, mistake.new)) == mistake.told


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.claim)
def test_no_sentence_speaks_the_language_of_the_software(mistake: Mistake) -> None:
    jargon = {"pydantic", "dict", "tuple", "str", "int", "validation", "None", "discriminator"}
    assert not jargon & set(re.findall(r"\w+", mistake.told))


def test_almost_every_kind_of_problem_is_seen_here() -> None:
    said = " ".join(mistake.told for mistake in MISTAKES)
    unseen = {kind.code for kind in KINDS if f"[{kind.code}]" not in said}
    # Those of the file as text are seen in test_study_yaml; the rest needs more than one change.
    assert unseen <= {f"S{number:03}" for number in range(1, 13)} | {"S053", "G007", "G014"}
