"""Hostile texts in every text field: no page gains an element, an attribute or an address.

    python -m tests.soak.injection 100000 [SEED]     100 000 payloads in each kind of text field

The Riverbend study is run once. Then, a thousand payloads at a time, its study file and what was
published of it get payloads in place of every text; every page is rendered and parsed by html5lib
as a browser would. Its tree has to be that of the same pages with harmless texts: the same
elements, the same attributes, the same addresses. Prints what differs, and a count.
"""

from __future__ import annotations

import html
import itertools
import json
import random
import re
import subprocess
import sys
import tempfile
import time
import warnings
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import html5lib

from pipeline.evidence.cards import CARDS
from pipeline.evidence.design import ceiling
from pipeline.report.pages.index import index
from pipeline.report.stage import index_entry, pages
from pipeline.study.load import load_study
from pipeline.study.schema import Study
from pipeline.study.yaml_text import INVISIBLE
from pipeline.tables.published_io import from_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from xml.etree.ElementTree import Element

ROOT: Final = Path(__file__).parent.parent.parent
NAME: Final = "riverbend-mentoring"
_OF_STUDY: Final = (
    "title summary attribution name contributes label statement attainable relevant owner text "
    "domain reason one many problem asks decide"
)
_OF_PUBLISHED: Final = (
    "label domain text attribution reason said notes title statement authority level partner owner"
)
TEXTS: Final = {
    "study": frozenset(_OF_STUDY.split()),
    "published": frozenset(_OF_PUBLISHED.split()),
}
"""Keys whose values are words of others: of the study file, and of what is published."""
_LISTS: Final = frozenset({"notes", "roles", "decide", "asks"})
_ADDRESSES: Final = frozenset(
    {"href", "src", "action", "formaction", "xlink:href", "data", "poster"}
)
_FIXED: Final = frozenset({"class", "id", "style", "role", "lang", "name", "http-equiv"})
HTML: Final = "{http://www.w3.org/1999/xhtml}"
SVG: Final = "{http://www.w3.org/2000/svg}"
_SEEDS: Final = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>",
    "<svg/onload=alert`1`>", "<iframe src=javascript:alert(1)>", "<body onload=alert(1)>",
    "<a href=javascript:alert(1)>x</a>", "<b onmouseover=alert(1)>x</b>", "<base href=//e.test/>",
    "<meta http-equiv=refresh content=0;url=//e.test>", "<link rel=stylesheet href=//e.test/x>",
    "<style>*{background:url(//e.test/)}</style>", "<object data=//e.test>", "<embed src=//e.test>",
    "<form action=//e.test><input name=q>", "<details open ontoggle=alert(1)>", "<template>",
    "<math><mtext></mtext></math>", "<!-- ", "<![CDATA[", "]]>", "<?xml ?>", "<plaintext>",
    "<textarea>", "<noscript>", "<select><option>", "<table><tr><td>", "</td></tr></table>",
    "<xmp>", "<q>", "</p><p>", "{{ 7 * 7 }}", "{% raw %}", "{# x #}", "{{ config.items() }}",
    "${7*7}", "#{7*7}", "<%= 7*7 %>", "\\22 onload=alert(1)", "x' onclick='alert(1)",
    'x" onclick="alert(1)', "` onclick=`alert(1)", "javascript:alert(1)", "data:text/html,<b>x</b>",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;", "&quot;onload=", "%3Cscript%3E",
    "\ue000<b>\ue001", "\ue001</span>\ue000", "\u2028<i>\u2029", "\u202e<i>", "\ufeff<u>",
    "<scr<script>ipt>", "<<script>", "<script\t>", "<ScRiPt>",
    "\uff1cscript\uff1e", "<a href=x:y>z", "</title>", "</style>", "</script>", "</svg>", "</desc>",
)  # fmt: skip
_BEFORE: Final = (
    "", '"', "'", ">", '">', "'>", "-->", "*/", "</title>", "</style>", "</svg>", "</text>", "}}",
    "%}", "]]>", "</q>", "</td>", "</button>", "</option>", "&", "&amp;", "\\", "`", " ", "\n", "=",
)  # fmt: skip
_AFTER: Final = ("", "<!--", '"', "'", "<", "&", "{{", "{%", "/*", "//", "\\", " x", "</", "\t")


def payloads(number: int, seed: int) -> Iterator[str]:
    """Distinct hostile texts: every seed as it is, then with other beginnings and ends."""
    chance = random.Random(seed)  # noqa: S311  the same texts every time
    seen: set[str] = set()
    for text in itertools.chain(_SEEDS, (_mixed(chance) for _ in itertools.count())):
        if text not in seen:
            seen.add(text)
            yield text
            if len(seen) == number:
                return


def _mixed(chance: random.Random) -> str:
    one = chance.choice(_BEFORE) + chance.choice(_SEEDS) + chance.choice(_AFTER)
    match chance.randrange(8):
        case 0:
            one = "".join(chance.choice((c.upper(), c.lower())) for c in one)
        case 1:
            one = html.escape(one)
        case 2:
            at = chance.randrange(len(one) + 1)
            one = one[:at] + chance.choice("\u200b\t\n<>\"'&;/=") + one[at:]
        case 3:
            one += chance.choice(_SEEDS)
        case _:
            pass
    return f"{one}{chance.randrange(10**6)}"


class Fields:
    """Every text of a study, to be replaced: slots by kind of field, in a fixed order."""

    def __init__(self, study: Study, published: Mapping[str, Any]) -> None:
        """The study and what was published of it."""
        self._study = study.model_dump(by_alias=True, mode="json", exclude_unset=True)
        self._published = published
        self._words: dict[tuple[str, str], str] = {}
        self.kinds: dict[str, list[str]] = {}
        self._collect("study", self._study)
        self._collect("published", published)

    def _collect(self, place: str, value: Any, key: str = "") -> None:
        if isinstance(value, dict):
            for name, item in value.items():
                self._collect(place, item, name)
        elif isinstance(value, list):
            for item in value:
                self._collect(place, item, key if key in _LISTS else "")
        elif isinstance(value, str) and value and key in TEXTS[place]:
            words = self.kinds.setdefault(key, [])
            if value not in words:
                words.append(value)

    def written(self, texts: Mapping[str, Mapping[str, str]]) -> tuple[Any, bytes]:
        """The study and the published table with other texts, by kind and present text."""

        def swapped(place: str, value: Any, key: str = "") -> Any:
            if isinstance(value, dict):
                return {name: swapped(place, item, name) for name, item in value.items()}
            if isinstance(value, list):
                return [swapped(place, item, key if key in _LISTS else "") for item in value]
            if isinstance(value, str) and key in TEXTS[place]:
                told = texts.get(key, {}).get(value, value)
                # What the reader of study files refuses stands in no study.
                return INVISIBLE.sub("", told) if place == "study" else told
            return value

        study = swapped("study", self._study)
        published = json.dumps(swapped("published", self._published), ensure_ascii=False)
        return study, published.encode()


def harmless(fields: Fields) -> dict[str, dict[str, str]]:
    """A plain word for every text, another for each."""
    return {
        k: {w: f"{_token(k, i)} z" for i, w in enumerate(words)}
        for k, words in fields.kinds.items()
    }


def hostile(fields: Fields, chunk: Sequence[str]) -> dict[str, dict[str, str]]:
    """The same words with payloads behind them: each kind of field gets every payload once."""
    found: dict[str, dict[str, str]] = {}
    for kind, words in fields.kinds.items():
        shares = [chunk[i :: len(words)] for i in range(len(words))]
        found[kind] = {
            word: f"{_token(kind, i)} {' '.join(shares[i])} z" for i, word in enumerate(words)
        }
    return found


def _token(kind: str, number: int) -> str:
    return f"{kind[:1]}x{number:03}z"


def rendered(
    fields: Fields, texts: Mapping[str, Mapping[str, str]], *, is_whole: bool = True
) -> dict[str, bytes]:
    """Every page of the study with these texts, the index among them; or all but the longest."""
    raw, published = fields.written(texts)
    if not is_whole:
        raw["reports"].pop("evaluation")
    study, told = Study.model_validate(raw), from_json(published)
    made = pages(study, told, cards=CARDS, ceiling=ceiling(study), report_id="E-1")
    entry = index_entry(study, told, ceiling=ceiling(study), folder=NAME, report_id="E-1")
    return made | {"index.html": index([entry])}


Node = tuple[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Tree:
    """A page as a browser has it.

    Attributes:
        nodes: Every element in order with its attributes; of addresses where they lead.
        drawn: What stands in drawings, where a longer text makes more lines: each kind of element
            with each of its attributes, once.
    """

    nodes: list[Node]
    drawn: frozenset[tuple[str, str, str]]


def tree(page: bytes) -> Tree:
    """The tree that html5lib, and so every browser, makes of a page."""
    parsed = html5lib.parse(page.decode(), treebuilder="etree")
    nodes: list[Node] = []
    drawn: set[tuple[str, str, str]] = set()
    for one in parsed.iter():
        attributes = [(name, _value(name, value)) for name, value in sorted(_items(one))]
        if SVG in str(one.tag):
            is_address = [(name, value if name in _ADDRESSES else "") for name, value in attributes]
            drawn |= {(str(one.tag), name, value) for name, value in [("", ""), *is_address]}
        else:
            nodes.append((str(one.tag).replace(HTML, ""), tuple(attributes)))
    return Tree(nodes, frozenset(drawn))


def _items(one: Element) -> list[tuple[str, str]]:
    return [(str(name).rpartition("}")[2], value) for name, value in one.attrib.items()]


def _value(name: str, value: str) -> str:
    if name in _ADDRESSES:
        return re.split(r"[,?]", value)[0] if value.startswith("data:") else value
    if name in {"id", "name"} and re.fullmatch(r"[\w.=/@-]+", value):
        return ""  # made of words of others, of letters and digits
    return value if name in _FIXED else ""


def differences(made: Mapping[str, bytes], plain: Mapping[str, Tree]) -> list[str]:
    """Pages whose tree is another one with payloads than with harmless words."""
    found = []
    for name, page in made.items():
        ours, theirs = plain[name], tree(page)
        pairs = enumerate(zip_longest(ours.nodes, theirs.nodes))
        at = next((i for i, (one, other) in pairs if one != other), None)
        if at is not None:
            found.append(f"{name}: element {at} is {theirs.nodes[at : at + 1]}")
        found += [f"{name}: {new} in a drawing" for new in sorted(theirs.drawn - ours.drawn)]
    return found


def fields_of(workspace: Path) -> Fields:
    """The texts of a study that was run in a workspace."""
    raw = (workspace / "data" / "raw" / NAME / "study.yaml").read_bytes()
    held = (workspace / "data" / "processed" / NAME / "published.json").read_bytes()
    return Fields(load_study(raw, file="study.yaml"), json.loads(held))


def main(number: int, seed: int) -> int:
    """Tries so many payloads and tells how it went."""
    warnings.simplefilter("ignore")  # of signs that the font of the charts lacks
    with tempfile.TemporaryDirectory() as place:
        workspace = Path(place)
        raw = workspace / "data" / "raw"
        raw.mkdir(parents=True)
        (raw / NAME).symlink_to(ROOT / "data" / "raw" / NAME)
        command = [sys.executable, "-m", "pipeline", "-C", place, "--quiet", "run"]
        subprocess.run(command, check=True, cwd=ROOT)
        fields = fields_of(workspace)
    plain = {name: tree(page) for name, page in rendered(fields, harmless(fields)).items()}
    began, tried, broken = time.perf_counter(), 0, 0
    every = payloads(number, seed)
    while chunk := list(itertools.islice(every, 1000)):
        for line in differences(rendered(fields, hostile(fields, chunk)), plain):
            print(line)
            broken += 1
        tried += len(chunk)
        print(f"{tried:,} payloads in {len(fields.kinds)} kinds of fields, {len(plain)} pages: "
              f"{broken} differences, {time.perf_counter() - began:.0f} s", flush=True)  # fmt: skip
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 20260301))
