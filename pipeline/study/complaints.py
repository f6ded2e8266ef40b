"""What the models complain of, in plain words and at its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pipeline.problems import Place, Problem
from pipeline.study.kinds.typing import (
    MISSING_KEY,
    UNKNOWN_KEY,
    WRONG_CHOICE,
    WRONG_COUNT,
    WRONG_KIND,
    WRONG_NAME,
    WRONG_VALUE,
)
from pipeline.study.positions import Document, ListNode, MapNode, Path, dotted, is_missing
from pipeline.study.shape import allowed_keys, did_you_mean, meaning

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

KINDS_OF_SOURCE: Final = (
    "roster",
    "metrics",
    "totals",
    "survey",
    "activities",
    "testimonials",
    "interviews",
    "consents",
)
LONGEST: Final = 60
BLOCK: Final = ("a block of keys and values", "Indent `key: value` lines below it.")
TEXT_OR_BLOCK: Final = ("an expression or a block of keys and values", "")
TYPES: Final = {
    "model_type": BLOCK,
    "model_attributes_type": BLOCK,
    "dict_type": BLOCK,
    "union_tag_not_found": TEXT_OR_BLOCK,
    "tuple_type": ("a list", 'Begin each entry with "- ", or write [one, two].'),
    "string_type": ("text", "Write one value; put it in quotes if it holds brackets."),
    "string_too_short": ("text", "Write something between the quotes or remove the key."),
    "float_type": ("a number", "Write digits, with a point for decimals."),
    "int_type": ("a whole number", "Write digits only."),
    "int_parsing": ("a whole number", "Write digits only."),
    "bool_type": ("yes or no", "Write yes or no."),
    "date_type": ("a date", "Write year-month-day, such as 2026-06-30."),
}
LIMITS: Final = {
    "greater_than_equal": ("ge", "a number of at least {:g}"),
    "greater_than": ("gt", "a number above {:g}"),
    "less_than_equal": ("le", "a number of at most {:g}"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """One error of the models.

    Attributes:
        document: The file.
        path: Keys and list places from the top to what is wrong.
        type: The models' word for the error.
        is_key: Whether the key is wrong, not what stands under it.
        facts: What the models say beside.
    """

    document: Document
    path: Path
    type: str
    is_key: bool
    facts: Mapping[str, Any]

    @property
    def key(self) -> str:
        """The last key of the path."""
        return str(self.path[-1]) if self.path else ""

    @property
    def parent(self) -> str:
        """What the key stands in, as a person would call it."""
        return block_name(self.path[:-1])

    @property
    def place(self) -> Place:
        """Where a person should look."""
        return self.document.key(self.path) if self.is_key else self.document.value(self.path)

    @property
    def found(self) -> str:
        """What was written."""
        return quoted(self.key) if self.is_key else written(self.document, self.path)


def block_name(path: Path) -> str:
    """A block of the file in words."""
    return f"`{dotted(path)}`" if path else "the file"


def quoted(text: str) -> str:
    """A text in quotation marks, cut where it is long."""
    cut = text if len(text) <= LONGEST else text[:LONGEST] + "\N{HORIZONTAL ELLIPSIS}"
    return '"' + " ".join(cut.split()) + '"'


def written(document: Document, path: Path) -> str:
    """What stands at a path, in words."""
    node = document.find(path)
    if node is None or is_missing(node):
        return "nothing"
    if isinstance(node, ListNode):
        return "a list"
    return "a block of keys and values" if isinstance(node, MapNode) else quoted(node.text)


def in_words(one: Complaint) -> Problem:
    """A complaint of the models as a problem that a person can mend."""
    tell: Callable[[Complaint], Problem] = TELLERS.get(one.type, _wrong_value)
    return tell(one)


def is_echo(one: Complaint, empty: tuple[Path, ...]) -> bool:
    """Whether a complaint only follows from another: an empty entry, or one refused already."""
    if any(one.path in (path, path[:-1]) for path in empty):
        return True
    node = one.document.find(one.path)
    if one.type != "too_short" or not isinstance(node, ListNode | MapNode):
        return False
    written_there = node.items if isinstance(node, ListNode) else node.entries
    return len(written_there) >= int(one.facts["min_length"])


def _missing(one: Complaint) -> Problem:
    about = meaning(one.document, one.path).rstrip(".")
    sense = f" ({about[:1].lower()}{about[1:]})" if about else ""
    facts = {"parent": one.parent, "key": one.key, "meaning": sense}
    return Problem(MISSING_KEY, one.document.key(one.path), **facts)


def _unknown(one: Complaint) -> Problem:
    keys = allowed_keys(one.document, one.path[:-1])
    is_half = one.key.isdigit() and is_missing(one.document.find(one.path))
    advice = (
        did_you_mean(one.key, keys) or "Remove it; docs/study-file.md lists what each key does."
    )
    advice = "Write a point for decimals: a comma begins a new key here." if is_half else advice
    choices = ", ".join(keys)
    place = one.document.key(one.path)
    return Problem(
        UNKNOWN_KEY, place, key=one.key, parent=one.parent, choices=choices, advice=advice
    )


def _wrong_value(one: Complaint) -> Problem:
    wanted, advice = TYPES.get(one.type, ("another value", "See docs/study-file.md."))
    return Problem(WRONG_VALUE, one.place, found=one.found, expected=wanted, advice=advice)


def _declared(one: Complaint) -> Problem:
    """The complaint of a type of ours, which brings its own words."""
    facts = {"expected": one.facts["what"], "advice": one.facts["advice"]}
    return Problem(WRONG_VALUE, one.place, found=one.found, **facts)


def _out_of_limits(one: Complaint) -> Problem:
    fact, words = LIMITS[one.type]
    facts = {"expected": words.format(one.facts[fact]), "advice": ""}
    if one.type == "less_than_equal":
        facts["advice"] = "Write a share: 5 percent is 0.05."
    return Problem(WRONG_VALUE, one.place, found=one.found, **facts)


def _wrong_choice(one: Complaint) -> Problem:
    said = str(one.facts.get("expected", ""))
    choices = re.findall(r"'([^']*)'", said)
    if not choices:
        facts = {"expected": said, "advice": meaning(one.document, one.path)}
        return Problem(WRONG_VALUE, one.place, found=one.found, **facts)
    text = one.document.text(one.path) or ""
    facts = {"choices": ", ".join(choices), "advice": did_you_mean(text, choices)}
    return Problem(WRONG_CHOICE, one.place, found=one.found, **facts)


def _wrong_name(one: Complaint) -> Problem:
    if one.path[:1] == ("outcomes",) and one.key == "from":
        wanted = "a source, a point and a measure"
        advice = "Write it as in attendance.rate."
        return Problem(WRONG_VALUE, one.place, found=one.found, expected=wanted, advice=advice)
    return Problem(WRONG_NAME, one.place, found=one.found)


def _wrong_count(one: Complaint) -> Problem:
    count = one.facts["actual_length"]
    is_short = one.type == "too_short"
    limit = one.facts["min_length" if is_short else "max_length"]
    facts = {
        "found": f"{count} {'entry' if count == 1 else 'entries'}",
        "parent": block_name(one.path),
        "expected": f"at {'least' if is_short else 'most'} {limit}",
        "advice": meaning(one.document, one.path),
    }
    return Problem(WRONG_COUNT, one.place, **facts)


def _wrong_kind(one: Complaint) -> Problem:
    if one.path[:1] != ("sources",) or len(one.path) != 2:  # noqa: PLR2004  sources, name
        return _wrong_value(one)
    path = (*one.path, "kind")
    kind = one.document.text(path)
    name = f"the source `{one.key}`"
    found = f"{name} has no kind" if kind is None else f"{name} has the kind {quoted(kind)}"
    place = one.document.key(one.path) if kind is None else one.document.value(path)
    advice = did_you_mean(kind or "", KINDS_OF_SOURCE)
    return Problem(
        WRONG_KIND, place, found=found, choices=", ".join(KINDS_OF_SOURCE), advice=advice
    )


TELLERS: Final[dict[str, Callable[[Complaint], Problem]]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "expected": _declared,
    "greater_than_equal": _out_of_limits,
    "greater_than": _out_of_limits,
    "less_than_equal": _out_of_limits,
    "literal_error": _wrong_choice,
    "string_pattern_mismatch": _wrong_name,
    "string_too_long": _wrong_name,
    "too_short": _wrong_count,
    "too_long": _wrong_count,
    "union_tag_not_found": _wrong_kind,
    "union_tag_invalid": _wrong_kind,
}
