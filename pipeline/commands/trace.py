"""A trace for people: from a number on a page back to the files that it came from."""

from __future__ import annotations

import textwrap
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from pipeline.release.trace import known, trace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.release.trace import Trace, TracedFile
    from pipeline.tables.published import Published
    from pipeline.workspace import Workspace

WIDTH: Final = 96
_MOST: Final = 20
_HASH: Final = 12
_TITLES: Final = {
    "label": "what",
    "people": "among",
    "before": "from",
    "after": "to",
    "by": "deadline",
    "confirmed": "more than chance",
}
_FATES: Final = {
    "set-aside": "set aside",
    "unmatched": "not in the roster",
    "ineligible": "in neither group",
    "elsewhere": "of another measure",
    "missing": "without a value",
    "withheld": "withheld by the source",
    "outside": "outside every period",
    "unread": "read by no outcome",
    "unpaired": "of one period only",
    "between": "of another period",
    "analysed": "analysed",
}


def traces(workspace: Workspace, studies: Sequence[str], asked: str) -> list[Trace]:
    """The trace of an id in every study that has it."""
    found = []
    for study in studies:
        published = _published(workspace, study)
        if published is not None:
            one = trace(study, published, asked, _pages(workspace, study))
            found += [one] if one is not None else []
    return found


def unknown(workspace: Workspace, studies: Sequence[str], asked: str) -> str:
    """What to say where no release has such an id: those that begin so, or that are near."""
    every: dict[str, None] = {}
    for study in studies:
        published = _published(workspace, study)
        if published is not None:
            every |= dict.fromkeys(known(published))
    if not every:
        return "Nothing is published yet: `outcomes run` does it."
    identity = asked.partition("#")[0]
    if identity in every:
        return f'"{identity}" has no published number "{asked.partition("#")[2]}".'
    begun = [one for one in every if one.startswith(identity.rstrip("/") + "/")]
    near = begun or get_close_matches(identity, every, n=3, cutoff=0.6)
    if not near:
        return (
            f'No published number is called "{asked}". Ids stand in the first column of '
            "results.csv and goals.csv."
        )
    more = f"\n  ... and {len(near) - _MOST} more" if len(near) > _MOST else ""
    head = "These begin so" if begun else "Did you mean"
    listed = "\n  ".join(near[:_MOST])
    return f'No published number is called "{asked}". {head}:\n  {listed}{more}'


def told(one: Trace) -> str:
    """A trace as text."""
    lines = [f"{one.id}  ({one.study})", ""]
    lines += [_line(_TITLES.get(key, key), value) for key, value in one.about.items()]
    lines += [_line("status", one.status)]
    if one.figures:
        lines += ["", "Published", *_numbers(one)]
    if one.rests_on:
        lines += ["", "Rests on", *(f"  {identity}" for identity in one.rests_on)]
    lines += _method(one)
    if one.files:
        lines += ["", "Read from"]
        lines += [line for file in one.files for line in _file(file)]
        lines += [f"  {count} set aside: {reason}" for reason, count in one.set_aside.items()]
    lines += ["", "Made with", *_wrapped(", ".join(f"{k} {v}" for k, v in one.versions.items()))]
    lines += [f"  study.yaml, sha256 {one.study_file[:_HASH]}…, as of {one.as_of}"]
    if one.places:
        lines += ["", "Stands in", *(f"  reports/{one.study}/{place}" for place in one.places)]
    return "\n".join(lines)


def _numbers(one: Trace) -> Iterator[str]:
    for name, shown in one.figures.items():
        mark = "  <- asked for" if name == one.figure else ""
        yield f"{_line(name, shown)}{mark}"


def _method(one: Trace) -> list[str]:
    card = one.method
    if card is None:
        return []
    parts = (
        ("", card.what), ("How: ", card.formula), ("Assumes: ", card.assumes),
        ("Not to be trusted when: ", card.fails), ("Source: ", card.source),
    )  # fmt: skip
    said = [line for head, text in parts for line in _wrapped(f"{head}{text}")]
    return ["", f"Method: {card.title} ({card.name})", *said]


def _file(file: TracedFile) -> Iterator[str]:
    stamp = f", sha256 {file.sha256[:_HASH]}…" if file.sha256 else ""
    rows = f": {file.rows} rows read" if file.rows else ""
    yield f"  {file.file}{stamp}{rows}"
    fates = ", ".join(f"{count} {_FATES.get(fate, fate)}" for fate, count in file.fates.items())
    if fates:
        yield from _wrapped(fates, indent="    ")


def _line(name: str, value: str) -> str:
    head = f"  {name.replace('_', ' '):<18}"
    return textwrap.fill(value, WIDTH, initial_indent=head, subsequent_indent=" " * len(head))


def _wrapped(text: str, indent: str = "  ") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent)


def _published(workspace: Workspace, study: str) -> Published | None:
    """What was released in the last run; None where there is none."""
    from pipeline.tables.published_io import from_json

    file = workspace.processed(study) / "published.json"
    is_released = (workspace.reports / study / "manifest.json").is_file()
    return from_json(file.read_bytes()) if file.is_file() and is_released else None


def _pages(workspace: Workspace, study: str) -> dict[str, str]:
    files = sorted((workspace.reports / study).iterdir())
    return {f.name: f.read_text(encoding="utf-8") for f in files if f.suffix in {".html", ".csv"}}
