"""What pages give away of rows that are hidden: numbers, words, drawings, tables to take away."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.attack.facts import DIGITS, OPEN, TWO
from pipeline.attack.leak import Leak, is_hidden, is_shown
from pipeline.attack.page import taken_apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pipeline.attack.facts import Facts
    from pipeline.attack.leak import Row
    from pipeline.attack.page import Drawing, Page

BESIDE: Final = (-6.0, 30.0)
"""How far above and below its label a group is drawn."""
SENTENCE: Final = re.compile(r"(?<=[.;!?])\s+")
YEAR: Final = re.compile(r"(?:19|20)\d\d(?:[\N{EN DASH}-]\d\d)?")
LEVELS: Final = re.compile(r"95\s?%")
"""Coverage of intervals."""
SHORTEST: Final = 2
"""Letters of a level from which it is told in running words."""

Cut = tuple[str, str]
"""A breakdown and a level of it."""


@dataclass(frozen=True)
class Names:
    """How pages call what is hidden.

    Attributes:
        by_level: Rows that are hidden, by level.
        shown: What is printed of rows of the same outcome and level that are shown.
        minimum_n: The smallest group that may be shown; its number stands for itself.
    """

    by_level: Mapping[str, Sequence[Row]]
    shown: Mapping[tuple[str, str], frozenset[str]]
    minimum_n: int

    def told(self, label: str, words: str, chart: str = "") -> Row | None:
        """The hidden row of a label beside which a number stands that no row accounts for."""
        level = label.rpartition(": ")[2]
        rows = self.by_level.get(level, ())
        mine = [row for row in rows if f"-{row['outcome']}-" in f"-{chart}-"]
        found = set(_bare(words, self.minimum_n))
        for row in mine or ([] if chart else rows):
            known = self.shown.get((row["outcome"] if chart else "", level), frozenset())
            if found - known:
                return row
        return None


def on_pages(files: Mapping[str, bytes], facts: Facts, *, minimum_n: int) -> Iterator[Leak]:
    """Everything that pages tell of rows that are hidden, and differently of those shown.

    Args:
        files: Files of the release by name.
        facts: What its tables tell.
        minimum_n: The smallest group that may be shown.
    """
    hidden = facts.hidden
    pages = {
        file: taken_apart(files[file].decode(errors="replace"))
        for file in sorted(name for name in files if name.endswith((".html", ".svg")))
    }
    names = _names(facts, _labels(pages.values(), facts), minimum_n)
    for file, page in pages.items():
        yield from _anchored(page, facts, hidden, file)
        found = [*_texts(page, names), *_taken(page, names, hidden)]
        found += [row for one in page.drawings for row in _drawn(one, names)]
        for identity in dict.fromkeys(found):
            yield Leak(id=identity, column="", said=f"{OPEN}, in {file}")


def _labels(pages: Iterable[Page], facts: Facts) -> dict[Cut, str]:
    """What pages call each level: the header of the table rows in which its numbers stand."""
    of = {row["id"]: (row["subgroup"], row["level"]) for row in facts.rows if row.get("level")}
    found: defaultdict[str, set[Cut | None]] = defaultdict(set)
    for page in pages:
        for one in page.anchored:
            if one.header:
                found[one.header].add(of.get(one.source.rpartition("#")[0]))
    return {
        cut: label.rpartition(": ")[2]
        for label, cuts in found.items()
        for cut in cuts
        if cut is not None and len(cuts) == 1
    }


def _anchored(page: Page, facts: Facts, hidden: frozenset[str], file: str) -> Iterator[Leak]:
    """Numbers and marks that name their row."""
    for one in page.anchored:
        identity, _, column = one.source.rpartition("#")
        if identity in hidden and (one.is_mark or DIGITS.search(one.printed)):
            yield Leak(id=identity, column=column, said=f"{OPEN}, in {file}")
        told = facts.shown.get((identity, column))
        if told is not None and not set(_digits(one.printed)) <= set(_digits(told)):
            yield Leak(id=identity, column=column, said=f"{TWO}: {file}", kind="disagreement")


def _texts(page: Page, names: Names) -> Iterator[str]:
    """Table rows and sentences that name a hidden level beside a number."""
    for text in page.texts:
        if text.header:
            row = names.told(text.header, text.words)
            if row is not None and text.words != text.header:
                yield row["id"]
            continue
        for sentence in SENTENCE.split(text.words):
            label, _, rest = sentence.rpartition(": ")
            row = names.told(label, rest, text.chart) or _in_words(sentence, names, text.chart)
            if row is not None:
                yield row["id"]


def _in_words(sentence: str, names: Names, chart: str) -> Row | None:
    """A sentence that names a hidden level in its midst, with a number."""
    if chart or not _bare(sentence, names.minimum_n):
        return None
    for level in names.by_level:
        is_word = len(level) >= SHORTEST and not level.isdigit()
        if is_word and re.search(rf"(?<!\w){re.escape(level)}(?!\w)", sentence):
            row = names.told(level, sentence.replace(level, ""))
            if row is not None:
                return row
    return None


def _taken(page: Page, names: Names, hidden: frozenset[str]) -> Iterator[str]:
    """Lines of tables to take away: those that name a hidden row, or only a hidden level."""
    for table in page.tables:
        for cells in csv.DictReader(io.StringIO(table, newline="")):
            values = [str(value or "") for key, value in cells.items() if key is not None]
            if not values:
                continue
            ids = [one.strip() for one in str(cells.get("id") or "").split(";") if one.strip()]
            words = " ".join(values[1:-1] if "id" in cells else values[1:])
            gone = [one for one in ids if one in hidden]
            if len(gone) == len(ids) and gone and DIGITS.search(words):
                yield gone[0]
            elif not ids:
                row = names.told(values[0], words)
                if row is not None:
                    yield row["id"]


def _drawn(drawing: Drawing, names: Names) -> Iterator[str]:
    """Groups that are labelled as hidden and drawn, or written, all the same."""
    closed = [height for height, words in drawing.texts if words == "[c]"]
    for height, words in drawing.texts:
        level = words.rpartition(": ")[2]
        rows = names.by_level.get(level, ())
        mine = [row for row in rows if f"-{row['outcome']}-" in f"-{drawing.name}-"] or rows
        is_closed = any(abs(height - other) < 1 for other in closed)
        if height < 0 or not mine or not is_closed:
            continue
        low, high = height + BESIDE[0], height + BESIDE[1]
        written = [w for y, w in drawing.texts if low <= y <= high and w != words]
        is_drawn = any(low <= y <= high for y in drawing.marks)
        if is_drawn or any(_bare(one, names.minimum_n) for one in written):
            yield mine[0]["id"]


def _names(facts: Facts, labels: Mapping[Cut, str], minimum_n: int) -> Names:
    by_level: defaultdict[str, list[Row]] = defaultdict(list)
    shown: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in facts.rows:
        level = row.get("level", "")
        called = {level, labels.get((row.get("subgroup", ""), level), level)} if level else ()
        for name in called:
            if is_hidden(row):
                by_level[name].append(row)
            elif is_shown(row):
                printed = [v for k, v in row.items() if k.startswith("shown ")]
                found = {token for one in printed for token in DIGITS.findall(one)}
                shown[row["outcome"], name] |= found
                shown["", name] |= found
    return Names(by_level, {key: frozenset(value) for key, value in shown.items()}, minimum_n)


def _bare(words: str, minimum_n: int) -> list[str]:
    """Numbers in words but for years, coverages and the smallest group."""
    left = LEVELS.sub("", YEAR.sub("", words))
    return [one for one in DIGITS.findall(left) if one != str(minimum_n)]


def _digits(text: str) -> list[str]:
    return DIGITS.findall(text)
