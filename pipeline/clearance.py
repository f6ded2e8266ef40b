"""The last look before publication: no word above what the design carries, nothing hidden had."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.attack.stranger import attack
from pipeline.evidence.gate import gate
from pipeline.problems import Kind, Place, Problem, Problems

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.evidence.gate import Finding
    from pipeline.evidence.wording import Tier
    from pipeline.study.schema import Study

WORDS_TOO_STRONG: Final = Kind(
    code="S901",
    found='found "{found}" in "{text}"',
    expected="expected words that the design can carry ({tier})",
    remedy="In the study file, {instead}. The {page} page was not published.",
    explains="A page with a word above what its design can support is not published. The words "
    "came from the study file: a title, a summary, a label.",
)
CAN_BE_HAD: Final = Kind(
    code="P901",
    found="found that {found} ({row}, {column})",
    expected="expected that nothing hidden can be had from what is shown",
    remedy="Nothing was published. Leave out a breakdown of `design.subgroups`, or raise "
    "`privacy.minimum_n`; and report it, since hiding should have seen to it. Where it names an "
    "earlier release that was never given out, delete that from data/released.",
    explains="Before anything is published a second program, which shares nothing with the first, "
    "tries to work out hidden groups from the files that a reader gets. It found one, so nothing "
    "was published.",
)
_AROUND = 10


class Fault(Exception):  # noqa: N818  told to the user as a fault of ours
    """Something that is wrong with this program, not with the data."""


def clear(pages: Mapping[str, bytes], tier: Tier, *, study: Study, text: str, file: str) -> None:
    """Stops pages whose words are too strong: the user's by a problem, ours by a fault.

    Args:
        pages: Each page by its name.
        tier: The most that the design can support.
        study: The study file.
        text: The study file as it was written, to point at a line of it.
        file: Its name in messages.
    """
    theirs, ours = [], []
    for page, html in pages.items():
        for finding in gate(html.decode(), tier):
            said = _said_by_the_study(study, finding)
            if said:
                place = _place(file, text, finding)
                theirs.append(_too_strong(place, page, finding, said))
            else:
                ours.append(f'{page}: "{finding.found}" in "...{finding.context}..."')
    if theirs:
        raise Problems(theirs)
    if ours:
        message = "our own words say more than the design can carry; nothing was published. "
        raise Fault(message + "; ".join(ours))


def hold(
    files: Mapping[str, bytes],
    *,
    minimum_n: int,
    file: str,
    earlier: Sequence[Mapping[str, bytes]] = (),
) -> None:
    """Stops a release from whose files something hidden can be had.

    Args:
        files: Everything as it would be published, by name.
        minimum_n: The smallest group that may be shown.
        file: Name of the study file in messages.
        earlier: The files of each release that was given out before.
    """
    found = [
        Problem(CAN_BE_HAD, Place(file=file), found=leak.said, row=leak.id, column=leak.column)
        for leak in attack(files, minimum_n=minimum_n, earlier=earlier)
    ]
    if found:
        raise Problems(found)


def _place(file: str, text: str, finding: Finding) -> Place:
    for number, line in enumerate(text.splitlines(), start=1):
        at = line.casefold().find(finding.found.casefold())
        if at >= 0 and not line.lstrip().startswith("#"):
            width = len(finding.found)
            return Place(file=file, line=number, at=at + 1, excerpt=line, width=width)
    return Place(file=file)


def _too_strong(place: Place, page: str, finding: Finding, said: str) -> Problem:
    return Problem(
        WORDS_TOO_STRONG,
        place,
        found=finding.found,
        text=said,
        tier=finding.tier,
        instead=finding.instead,
        page=page.removesuffix(".html"),
    )


def _said_by_the_study(study: Study, finding: Finding) -> str:
    """The text of the study file that the words were taken from, or nothing."""
    word, context = finding.found.casefold(), finding.context.casefold()
    for text in _texts(study.__dict__):
        said = " ".join(text.split()).casefold()
        at = said.find(word)
        while at >= 0:
            if said[max(at - _AROUND, 0) : at + len(word) + _AROUND] in context:
                return " ".join(text.split())
            at = said.find(word, at + 1)
    return ""


def _texts(value: object) -> Iterator[str]:
    """Every text in a part of the study file."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif hasattr(value, "model_fields_set"):
        yield from _texts(value.__dict__)
