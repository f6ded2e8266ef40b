"""The documentation says what the software does: keys, commands, codes."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from pipeline.cli import cli as command_line
from pipeline.study.schema import Part, Study

ROOT = Path(__file__).parent.parent
STUDY_FILE = (ROOT / "docs" / "study-file.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def keys() -> set[str]:
    """Every key that a study file may hold, from the models."""
    found: set[str] = set()
    parts: list[type[Part]] = [Study, *_below(Part)]
    for part in parts:
        for name, field in part.model_fields.items():
            found.add(field.alias or name)
    return found


def _below(part: type[Part]) -> list[type[Part]]:
    return [each for child in part.__subclasses__() for each in (child, *_below(child))]


def test_pages_that_follow_from_the_code_are_current() -> None:
    spec = importlib.util.spec_from_file_location("build", ROOT / "docs" / "build.py")
    assert spec is not None
    assert spec.loader is not None
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    assert build.stale() == []


LATER = {
    "cluster", "assigned_by", "selected_on", "adjust_for", "match", "on", "exact", "caliper",
    "ratio", "below", "above", "levels", "revisions", "field", "approved_by", "reason",
    "checkin", "profile", "format", "version", "of", "put_in", "do", "experience",
    "so_that", "board", "evaluation", "period", "text", "column", "type", "name", "id", "value",
    "n", "source", "file",
}  # fmt: skip
"""Refused in this version, or said inside another key's row."""


@pytest.mark.parametrize("key", sorted(keys() - LATER))
def test_every_key_of_the_study_file_is_documented(key: str) -> None:
    assert re.search(rf"(?<![\w.]){re.escape(key)}(?!\w)", STUDY_FILE), key


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_the_docs_name_exists(page: Path) -> None:
    said = set(re.findall(r"`outcomes ([a-z]+)", page.read_text(encoding="utf-8")))
    assert said <= set(command_line.commands), said - set(command_line.commands)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if not (page.parent / link).exists()]
    assert missing == []
