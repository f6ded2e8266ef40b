"""A small valid study file, and what is told when a piece of it is replaced."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.problems import Problems
from pipeline.study.load import load_study

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.study.schema import Study

HERE = Path(__file__).parent
BASE = (HERE / "base.yaml").read_text(encoding="utf-8")


def with_changes(*changes: tuple[str, str]) -> str:
    """The base file with pieces replaced; each piece stands in it exactly once."""
    text = BASE
    for old, new in changes:
        assert text.count(old) == 1, f"{text.count(old)} times: {old}"
        text = text.replace(old, new)
    return text


@pytest.fixture
def base() -> str:
    return BASE


@pytest.fixture
def told() -> Callable[..., str]:
    """All that is told of the base file with pieces replaced."""

    def tell(*changes: tuple[str, str]) -> str:
        with pytest.raises(Problems) as caught:
            load_study(with_changes(*changes).encode(), file="study.yaml")
        return str(caught.value)

    return tell


@pytest.fixture
def loaded() -> Callable[..., Study]:
    """The study of the base file with pieces replaced."""

    def load(*changes: tuple[str, str]) -> Study:
        return load_study(with_changes(*changes).encode(), file="study.yaml")

    return load
