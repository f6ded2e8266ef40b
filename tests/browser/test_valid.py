"""Every page follows the standard of HTML, and all that it points to is there."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import html5lib
import pytest

from tests.browser.pages import PAGES
from tests.report.html_facts import Element, elements

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "headers", "for")


@pytest.fixture(params=PAGES)
def path(request: pytest.FixtureRequest, shipped: Path) -> Path:
    return shipped / "reports" / str(request.param)


def read(path: Path) -> list[Element]:
    return elements(path.read_text(encoding="utf-8"))


def ids(found: list[Element]) -> Counter[str]:
    return Counter(one.attrs["id"] for one in found if "id" in one.attrs)


def links(found: list[Element]) -> Iterator[str]:
    for one in found:
        yield from (one.attrs[name] for name in ("href", "xlink:href") if name in one.attrs)


def test_every_page_is_looked_at(shipped: Path) -> None:
    home = shipped / "reports"
    found = sorted(path.relative_to(home).as_posix() for path in home.rglob("*.html"))
    assert found == sorted(PAGES)


def test_a_page_follows_the_standard(path: Path) -> None:
    html5lib.HTMLParser(strict=True).parse(path.read_text(encoding="utf-8"))


def test_every_id_is_given_once(path: Path) -> None:
    assert [name for name, count in ids(read(path)).items() if count > 1] == []


def test_every_reference_leads_somewhere(path: Path) -> None:
    found = read(path)
    known = ids(found)
    wanted = {
        name for one in found for key in REFERENCES for name in one.attrs.get(key, "").split()
    }
    assert wanted - set(known) == set()


def test_every_link_leads_somewhere(path: Path) -> None:
    found = read(path)
    broken = []
    for link in set(links(found)):
        parts = urlsplit(link)
        if parts.scheme in {"data", "mailto", "https"}:
            continue
        target = path.parent / unquote(parts.path) if parts.path else path
        is_there = target.is_file()
        if is_there and parts.fragment and target.suffix == ".html":
            here = found if target == path else read(target)
            is_there = unquote(parts.fragment) in ids(here)
        if not is_there:
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize(
    "bad", ["<p>text", "<!doctype html><div><p></div></p>", "<!doctype html><a href=x href=y>a</a>"]
)
def test_the_strict_parser_bites(bad: str) -> None:
    with pytest.raises(html5lib.html5parser.ParseError):
        html5lib.HTMLParser(strict=True).parse(bad)
