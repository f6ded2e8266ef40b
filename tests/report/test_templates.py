"""Templates lay out: no arithmetic, no comparison, no filter, no words of their own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import nodes

import pipeline.report
from pipeline.report.render import environment

FOLDER = Path(pipeline.report.__file__).parent / "templates"
TEMPLATES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.j2"))
RECKONING = (
    nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow,
    nodes.Compare, nodes.Filter, nodes.FilterBlock, nodes.Test,
)  # fmt: skip

every_template = pytest.mark.parametrize("name", TEMPLATES)


def parsed(name: str) -> nodes.Template:
    return environment().parse((FOLDER / name).read_text(encoding="utf-8"))


@every_template
def test_a_template_reckons_nothing(name: str) -> None:
    assert [type(node).__name__ for node in parsed(name).find_all(RECKONING)] == []


@every_template
def test_a_template_has_no_words_of_its_own(name: str) -> None:
    text = "".join(
        data.data if isinstance(data, nodes.TemplateData) else "\x00"
        for output in parsed(name).find_all(nodes.Output)
        for data in output.nodes
    )
    outside = re.sub(r"<[^>]*>", " ", text)
    assert re.findall(r"[A-Za-z]{2,}", outside) == []


def test_everything_is_escaped_and_nothing_undefined_passes() -> None:
    made = environment()
    assert made.autoescape is True
    assert made.from_string("{{ x }}").render(x="<b>") == "&lt;b&gt;"
    with pytest.raises(Exception, match="undefined"):
        made.from_string("{{ missing }}").render()


MEANT = {"card", "figcard", "tongues"}
"""Classes of the base that a page's own sheet sets a little differently, and means to."""


def test_no_sheet_of_a_page_names_something_as_the_base_names_something_else() -> None:
    """Two things of one name would each wear the other's looks."""
    names = {
        sheet.stem: set(
            re.findall(
                r"(?:^|[},])\s*\.([\w-]+)(?=[{,])",
                sheet.read_text(encoding="utf-8").partition("@media print")[0],
                re.MULTILINE,
            )
        )
        for sheet in (FOLDER.parent / "static").glob("*.css")
    }
    base = names.pop("base")
    assert "pop" in base
    assert {one for own in names.values() for one in own & base} == MEANT
