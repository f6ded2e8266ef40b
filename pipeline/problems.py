"""What a person can mend: where it is, what was found, what was expected, what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a problem lies, as a spreadsheet user would say it.

    Attributes:
        file: Path as the analyst would type it, relative to the workspace.
        row: Row of a data file as a spreadsheet shows it: the header is row 1.
        column: Header of the column in the file, or key in the study file.
        line: Line of a text file such as study.yaml, from 1.
        at: Character in that line, from 1.
        excerpt: The line itself, so that a caret can be drawn under `at`.
        width: Characters to underline.
    """

    file: str
    row: int | None = None
    column: str | None = None
    line: int | None = None
    at: int | None = None
    excerpt: str | None = None
    width: int = 1

    def __str__(self) -> str:
        """The place in one line."""
        if self.line is not None:
            return f"{self.file}:{self.line}" + (f":{self.at}" if self.at is not None else "")
        parts = [self.file]
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column is not None:
            parts.append(f'column "{self.column}"')
        return ", ".join(parts)

    def caret(self) -> str:
        """The line with a caret under the place, or nothing."""
        if self.excerpt is None or self.at is None:
            return ""
        return f"  {self.excerpt}\n  {' ' * (self.at - 1)}{'^' * max(self.width, 1)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of problem: its stable code and the words it is told in.

    Codes: S study file and command line, D data, L linkage, M method, G goals, P privacy,
    R report, W workspace. `found`, `expected` and `remedy` are format strings over the facts;
    `explains` is what `outcomes explain CODE` says, two or three plain sentences; `counted` is
    the reason in two or three words, where rows are set aside and counted under it.
    """

    code: str
    found: str
    expected: str
    remedy: str
    explains: str = ""
    severity: Severity = "error"
    counted: str = ""


class Problem(Exception):  # noqa: N818  a problem is the user's, not ours
    """Something in the data or the study file that the user can mend."""

    def __init__(self, kind: Kind, place: Place, **facts: object) -> None:
        """A problem of one kind at one place."""
        self.kind, self.place, self.facts = kind, place, facts
        super().__init__(kind, place, facts)

    def __str__(self) -> str:
        """The whole sentence, with the caret when there is one."""
        kind = self.kind
        words = [kind.found.format(**self.facts), kind.expected.format(**self.facts)]
        said = ", ".join(word for word in words if word)
        line = f"{kind.severity}[{kind.code}] {self.place}: {said}."
        remedy = kind.remedy.format(**self.facts)
        caret = self.place.caret()
        return visible("\n".join(part for part in (f"{line} {remedy}".rstrip(), caret) if part))

    def as_json(self) -> dict[str, object]:
        """The same for machines."""
        place = self.place
        return {
            "code": self.kind.code,
            "severity": self.kind.severity,
            "file": place.file,
            "row": place.row,
            "column": place.column,
            "line": place.line,
            "found": self.kind.found.format(**self.facts),
            "expected": self.kind.expected.format(**self.facts),
            "remedy": self.kind.remedy.format(**self.facts),
        }


class Problems(Exception):  # noqa: N818
    """Several problems, told together."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """All of them, in the order found."""
        self.all = tuple(problems)
        super().__init__(*self.all)

    def __str__(self) -> str:
        """One paragraph a problem."""
        return "\n".join(str(problem) for problem in self.all)


def visible(text: str) -> str:
    r"""A text of others as a terminal may have it: signs that steer one are spelled out.

    >>> visible("\x1b[2JGone\u202e"), visible("two\nlines")
    ('\\x1b[2JGone\\u202e', 'two\nlines')
    """
    return _STEERS.sub(lambda sign: ascii(sign[0])[1:-1], text)


_STEERS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(slots=True)
class Collector:
    """Gathers problems so that they are told together rather than one a run."""

    found: list[Problem] = field(default_factory=list)

    def add(self, kind: Kind, place: Place, **facts: object) -> None:
        """Notes one problem."""
        self.found.append(Problem(kind, place, **facts))

    def errors(self) -> Iterator[Problem]:
        """Those that stop the run."""
        return (problem for problem in self.found if problem.kind.severity == "error")

    def stop_if_any(self) -> None:
        """Raises all of them together when at least one is an error."""
        if any(True for _ in self.errors()):
            raise Problems(self.found)
