"""The study file: read as text, typed, checked, and every problem told at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.study.checks.all import CHECKS
from pipeline.study.checks.case import Case
from pipeline.study.positions import told_in_order
from pipeline.study.typed import typed
from pipeline.study.yaml import read_document

if TYPE_CHECKING:
    from pipeline.problems import Problem
    from pipeline.study.schema import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A study file that can be worked with.

    Attributes:
        study: What it says.
        warnings: What is odd about it but stops nothing.
    """

    study: Study
    warnings: tuple[Problem, ...]


def load_study(text: bytes, *, file: str) -> Study:
    """The study that a file describes.

    Args:
        text: The bytes of study.yaml.
        file: How the file is called in messages, relative to the workspace.

    Returns:
        The study, typed, with every reference in it resolved.

    Raises:
        Problems: Everything that is wrong with the file, in the order of its lines.
    """
    return read_study(text, file=file).study


def read_study(text: bytes, *, file: str) -> Read:
    """The study that a file describes, with the warnings.

    Args:
        text: The bytes of study.yaml.
        file: How the file is called in messages, relative to the workspace.

    Returns:
        The study and what is odd about it but stops nothing.

    Raises:
        Problems: Everything that is wrong with the file, in the order of its lines.
    """
    document = read_document(text, file=file)
    study, wrong = typed(document)
    found = list(wrong)
    if study is not None:
        case = Case(study=study, document=document)
        found += [problem for check in CHECKS for problem in check(case)]
    if study is None or any(problem.kind.severity == "error" for problem in found):
        raise told_in_order(found)
    return Read(study=study, warnings=told_in_order(found).all)
