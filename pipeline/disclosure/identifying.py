"""What in a text could tell who is meant. Held back rather than changed: a person decides."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

NAMED: Final = "a name that stands in a roster or beside an answer"
"""What ingest found, which alone sees names; it keeps the finding, not the name."""

_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|enero|ene|febrero|marzo|abril|abr"
    r"|mayo|junio|julio|agosto|ago|septiembre|setiembre|octubre|noviembre|diciembre|dic)\b\.?"
)
_STREET: Final = (
    r"(?:st|street|ave?|avenue|rd|road|blvd|boulevard|lane|ln|drive|dr|court|ct|way|place|pl"
    r"|terrace|circle|highway|hwy|parkway|pkwy)\b"
)
_AGE: Final = re.compile(
    r"\b\d{1,2}[\s-]*(?:years?[\s-]*old|y/?o\b|años)|\b(?:aged?|turned|cumplí)\s+\d{1,2}\b"
    r"|\bi(?:'m| am| was)\s+(?:only |just )?\d{1,2}\b(?!\s*(?:[:%]|days?|minutes?|hours?|weeks?))",
    re.IGNORECASE,
)
_TRAIT: Final = re.compile(
    r"\b(?:pregnan\w+|wheelchair|deaf|blind|foster|refugee|undocumented|immigrant|adopted|twins?"
    r"|triplets?|transgender|trans|gay|lesbian|nonbinary|cancer|leukemia|epilep\w+|diabet\w+"
    r"|autis\w+|stroke|amputee|homeless|shelter|jail|prison|probation|rehab|suicid\w+|widow\w*"
    r"|orphan\w*|embaraz\w+|silla de ruedas|sord[oa]|cieg[oa]|refugiad\w+|indocumentad\w+"
    r"|inmigrante|adoptad\w+|gemel\w+|transgénero|cáncer|leucemia|cárcel|prisión|sin hogar"
    r"|albergue|viud[oa]|huérfan\w+)\b",
    re.IGNORECASE,
)
PATTERNS: Final = {
    "an e-mail address": re.compile(
        r"\S+@\S+\.\w|\w+\s*(?:[(\[{]\s*(?:at|arroba)\s*[)\]}]|\barroba\b|\bat\b)\s*[\w-]+"
        r"\s*(?:[(\[{]\s*(?:dot|punto)\s*[)\]}]|\.|\bdot\b|\bpunto\b)\s*"
        r"(?:com|org|net|edu|gov|us|info|io|mx|es)\b",
        re.IGNORECASE,
    ),
    "a web address": re.compile(
        r"https?://|\bwww\.|\b[\w-]+\.(?:com|org|net|edu|gov|us|info|io)\b", re.IGNORECASE
    ),
    "a user name": re.compile(r"(?<!\w)@\w{2,}"),
    "a date": re.compile(
        r"\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b"
        rf"|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b"
        rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:de\s+|of\s+)?\b{_MONTH}",
        re.IGNORECASE,
    ),
    "a phone number": re.compile(r"(?:\+?\d[\s().-]{0,2}){7,}"),
    "an address": re.compile(
        rf"\b\d{{1,5}}\s+(?:[nsew]\.?\s+)?(?-i:(?:[A-ZÁÉÍÓÚÑ][\w']*\.?\s+)){{1,3}}{_STREET}"
        r"|\b\d{1,5}\s+\w+\s+(?:street|avenue|road|boulevard|drive|lane)\b"
        r"|\bp\.?\s?o\.?\s+box\b|\b(?:apt|apartment|apartamento|apto|depto)\.?\s*#?\s*\w?\d"
        r"|\b(?:calle|avenida|avda?|av|carrera|callejón|calzada)\.?\s+[^\W\d_]+.{0,20}?\d",
        re.IGNORECASE,
    ),
    "a long number": re.compile(r"\d{5,}"),
    "a code": re.compile(r"\b(?=\w*\d\w*\d\w*\d)(?=\w*[^\W\d_])\w{4,}\b"),
    "a name with a title": re.compile(
        r"\b(?:Mr|Ms|Mrs|Miss|Mx|Dr|Prof|Professor|Coach|Principal|Sr|Sra|Srta|Señor|Señora"
        r"|Señorita|Profe|Profesora?|Maestr[oa]|Don|Doña|Doctora?|Director|Directora)\b\.?"
        r"\s+[^\W\d_]"
    ),
    "somebody unlike all others": re.compile(
        r"\bi(?:'m| am| was)\s+the\s+only\b|\b(?:soy|era|fui)\s+(?:el|la)\s+únic[oa]\b",
        re.IGNORECASE,
    ),
}
WORD: Final = re.compile(r"[^\W\d_][^\W\d_'\N{RIGHT SINGLE QUOTATION MARK}-]*")
_ORDINARY: Final = (
    "January February March April May June July August September October November December "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mondays Tuesdays Wednesdays "
    "Thursdays Fridays Saturdays Sundays Christmas Thanksgiving Easter English Spanish French "
    "American Algebra Geometry Biology Chemistry Physics History Math Mathematics Science "
    "Grade School College University High Middle Elementary"
)
ORDINARY: Final = frozenset(_ORDINARY.split())
"""Words with a capital that name no person, wherever in a sentence they stand."""
_GIVEN: Final = frozenset({"April", "May", "June", "August"})
"""Months that are first names as well: alone a month, before another such word a name."""
_OWN: Final = (
    "I I'm I've I'll I'd Mom Mum Dad Mama Papa Mamá Papá Grandma Grandpa Internet Google Zoom "
    "Chromebook Inglés Español Matemáticas"
)
_ALONE: Final = frozenset(_OWN.split())
_OPENERS: Final = "a an and at but for from in my of on our since so the this to we with"
OPENERS: Final = frozenset(_OPENERS.split())
"""Words that open a sentence, before the name of a partner."""
_BEGINS: Final = re.compile(r"(?:^|[.!?…:;¡¿\"“”«»(\[—–\n])\s*$")
_SHORT: Final = 2


def fingerprint(text: str) -> str:
    """The hash by which exactly this text, and no other, is approved: SHA-256 of its UTF-8.

    >>> fingerprint("It helped.") == fingerprint("It helped")
    False
    """
    return hashlib.sha256(text.encode()).hexdigest()


def identifying(text: str, *, known: Iterable[str] = ()) -> str:
    """What a text holds that could tell who is meant, "" where nothing was found.

    Args:
        text: A quote.
        known: Texts whose capitalised words are no person's names: those of partners.

    >>> identifying("My mentor Maria Lopez called."), identifying("Ask Ms. Reed.")
    ('a name', 'a name with a title')
    >>> identifying("On Tuesday my mentor called. Nobody had done that before.")
    ''
    """
    plain = visible(text)
    found = [what for what, pattern in PATTERNS.items() if pattern.search(plain)]
    if not found and _AGE.search(plain) and _TRAIT.search(plain):
        found.append("an age and a rare trait")
    if not found:
        names = tuple(known)
        found += ["a name"] * _has_name(plain, names) or ["a rare word"] * _has_rare(plain, names)
    return found[0] if found else ""


def visible(text: str) -> str:
    r"""A text as it is read: signs without width are gone, full-width letters are letters.

    >>> visible("Ma\u200bria"), visible("\uff2d\uff41\uff52\uff49\uff41 \u2019s")
    ('Maria', "Maria 's")
    """
    shown = (c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return "".join(shown).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def _has_name(text: str, names: tuple[str, ...]) -> bool:
    """Whether two words with a capital stand side by side and are not a name of a partner."""
    pairs = {pair for name in names for pair in _pairs(visible(name))}
    words = {word for name in names for word in WORD.findall(visible(name))}

    def is_harmless(pair: tuple[str, str]) -> bool:
        is_opened = pair[0].lower() in OPENERS and pair[1] in words
        harmless = (ORDINARY - _GIVEN).intersection(pair) or pair[1] in ORDINARY
        return is_opened or pair in pairs or bool(harmless or _ALONE.intersection(pair))

    return not all(map(is_harmless, _pairs(text)))


def _has_rare(text: str, names: tuple[str, ...]) -> bool:
    """Whether a word within a sentence has a capital that neither grammar nor a partner gives it.

    The first word of a sentence has one anyway: names there are found by the rosters.
    """
    words = {word for name in names for word in WORD.findall(visible(name))}
    return any(
        _is_name_like(word)
        and len(word) > _SHORT
        and not _BEGINS.search(text[: found.start()])
        and not {word, word.removesuffix("'s")} & (words | ORDINARY | _ALONE)
        for found in WORD.finditer(text)
        for word in (found.group(),)
    )


def _pairs(text: str) -> list[tuple[str, str]]:
    """Neighbouring words with a capital, an initial between them or not."""
    words = list(WORD.finditer(text))
    shown = [word for word in words if not _is_initial(text, word)]
    return [
        (first.group(), then.group())
        for first, then in pairwise(shown)
        if _is_name_like(first.group())
        and _is_name_like(then.group())
        and re.fullmatch(r"\s+(?:[^\W\d_]\.?\s+)?", text[first.end() : then.start()])
    ]


def _is_initial(text: str, word: re.Match[str]) -> bool:
    return len(word.group()) == 1 and word.group().isupper() and text[word.end() :][:1] == "."


def _is_name_like(word: str) -> bool:
    return word[0].isupper() and any(letter.islower() for letter in word)
