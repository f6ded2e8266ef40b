"""Texts that are numbers, as SQL, and how a column writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from pipeline.engine.session import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

_SIGN: Final = r"[-+]?"
_GAP: Final = r"[ \x{00a0}\x{202f}']"
_POINT_GROUPS: Final = rf"{_SIGN}\d{{1,3}}(,\d{{3}})+(\.\d*)?"
_GAP_GROUPS: Final = rf"{_SIGN}\d{{1,3}}({_GAP}\d{{3}})+(\.\d*)?"
_COMMA: Final = rf"{_SIGN}(\d+|\d{{1,3}}((\.\d{{3}})+|({_GAP}\d{{3}})+))(,\d+)?|{_SIGN},\d+"

_MUST_BE_COMMA = re.compile(
    r"[-+]?(\d{1,3}([. \u00a0\u202f']\d{3})+,\d+|\d{4,},\d+|0?,\d+|\d{1,3},(\d{1,2}|\d{4,}))"
)
_MUST_BE_GROUPS = re.compile(r"[-+]?\d{1,3}(,\d{3})+\.\d*|[-+]?\d{1,3}(,\d{3}){2,}")
_MONEY = re.compile(r"[-+]?\$\s*\d{1,3}(,\d{3})+(\.\d*)?")
AMBIGUOUS: Final = r"[-+]?[1-9]\d{0,2},\d{3}"
"""A text that is one thousand or a little over one."""

TRUE_WORDS: Final = ("yes", "true", "y")
FALSE_WORDS: Final = ("no", "false", "n")


@dataclass(frozen=True, slots=True)
class Style:
    """How a column writes its numbers.

    Attributes:
        decimal: The decimal mark.
        has_groups: With a point as decimal mark, commas are thousands separators.
        is_plain: Nothing but digits, a point and a sign: no percent signs, groups or currencies.
    """

    decimal: Literal["point", "comma"] = "point"
    has_groups: bool = False
    is_plain: bool = False


PLAIN: Final = Style(is_plain=True)


def number(sql: str, style: Style, *, has_words: bool = False) -> str:
    """The number that a text holds as DOUBLE, or null.

    Args:
        sql: The text, trimmed or not.
        style: How its column writes numbers.
        has_words: Yes and no are 1 and 0 as well.
    """
    plain = _plain(sql)
    words = f"ELSE {_words(sql)}" if has_words else ""
    if style.is_plain:
        return f"CASE WHEN {plain} IS NOT NULL THEN {plain} {words} END"
    core = _bare(sql)
    read = _with_comma(core) if style.decimal == "comma" else _with_point(core, style)
    return f"coalesce({read}, CASE WHEN false THEN NULL {words} END)" if has_words else read


def quick(sql: str) -> str:
    """The number of a plain text, quickly: infinity and `nan` pass and must be looked for."""
    return f"CASE WHEN contains({sql}, '_') THEN NULL ELSE try_cast({sql} AS DOUBLE) END"


def style_of(
    texts: Iterable[str],
    *,
    declared: Literal["point", "comma"] | None,
    has_fractions: bool,
    is_whole: bool = False,
) -> Style:
    """How a column writes numbers, from the texts in it that are no plain numbers.

    Args:
        texts: Those texts.
        declared: What the study file says about the decimal mark.
        has_fractions: Plain numbers of the column have a decimal point beyond doubt.
        is_whole: The column counts, so that a comma before three digits parts thousands.

    >>> style_of(["12,5"], declared=None, has_fractions=False).decimal
    'comma'
    >>> style_of(["1,234"], declared=None, has_fractions=False).has_groups
    False
    """
    if declared is not None:
        return Style(decimal=declared, has_groups=declared == "point")
    texts = list(texts)
    bare = [_bare_text(text) for text in texts]
    is_money = any(_MONEY.fullmatch(text.strip()) for text in texts)
    must_be_groups = has_fractions or is_money or is_whole
    must_be_groups = must_be_groups or any(_MUST_BE_GROUPS.fullmatch(text) for text in bare)
    must_be_comma = any(_MUST_BE_COMMA.fullmatch(text) for text in bare)
    if must_be_comma and not must_be_groups:
        return Style(decimal="comma")
    return Style(has_groups=must_be_groups and not must_be_comma)


def bounds(low: float | None, high: float | None) -> str:
    """A range in words, for the end of a sentence.

    >>> bounds(0, 100)
    ' from 0 to 100'
    """
    return "" if low is None or high is None else f" from {low:g} to {high:g}"


def shown(sql: str) -> str:
    """A number as text, without the point of a whole one."""
    return f"regexp_replace(CAST({sql} AS VARCHAR), '\\.0$', '')"


def _plain(sql: str) -> str:
    # The database also reads `1_000`, `inf` and `nan`; no export writes numbers so.
    cast = f"try_cast({sql} AS DOUBLE)"
    return f"CASE WHEN isfinite({cast}) AND NOT contains({sql}, '_') THEN {cast} END"


def _bare(sql: str) -> str:
    unsigned = f"regexp_replace(trim({sql}), '\\s*%$', '')"
    return f"regexp_replace({unsigned}, '^([-+]?)\\s*[$€£]\\s*', '\\1')"


def _bare_text(text: str) -> str:
    return re.sub(r"^([-+]?)\s*[$€£]\s*", r"\1", re.sub(r"\s*%$", "", text.strip()))


def _with_point(core: str, style: Style) -> str:
    cases = [f"WHEN regexp_full_match({core}, {quoted(_GAP_GROUPS)}) THEN {_joined(core)}"]
    if style.has_groups:
        cases.append(
            f"WHEN regexp_full_match({core}, {quoted(_POINT_GROUPS)}) "
            f"THEN try_cast(replace({core}, ',', '') AS DOUBLE)"
        )
    return f"CASE {' '.join(cases)} ELSE {_plain(core)} END"


def _joined(core: str) -> str:
    return f"try_cast(regexp_replace({core}, {quoted(_GAP)}, '', 'g') AS DOUBLE)"


def _with_comma(core: str) -> str:
    joined = f"regexp_replace(replace({core}, '.', ''), {quoted(_GAP)}, '', 'g')"
    return (
        f"CASE WHEN regexp_full_match({core}, {quoted(_COMMA)}) "
        f"THEN try_cast(replace({joined}, ',', '.') AS DOUBLE) END"
    )


def _words(sql: str) -> str:
    yes = ", ".join(quoted(word) for word in TRUE_WORDS)
    no = ", ".join(quoted(word) for word in FALSE_WORDS)
    word = f"lower(trim({sql}))"
    return f"CASE WHEN {word} IN ({yes}) THEN 1.0 WHEN {word} IN ({no}) THEN 0.0 END"
