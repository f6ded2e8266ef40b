"""Privacy: a low limit needs a rule that allows it, and the key one place to come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.study.kinds.sense import AUTHORITY, TWO_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.problems import Problem
    from pipeline.study.checks.case import Case

USUAL: Final = 10


def check_privacy(case: Case) -> Iterator[Problem]:
    """Everything that can be wrong with the privacy settings."""
    privacy = case.study.privacy
    if privacy.minimum_n < USUAL and not privacy.authority.strip():
        yield case.at(("privacy", "minimum_n"), AUTHORITY, found=privacy.minimum_n)
    if privacy.pseudonym_key.env is not None and privacy.pseudonym_key.file is not None:
        yield case.at_key(("privacy", "pseudonym_key", "file"), TWO_KEYS)
