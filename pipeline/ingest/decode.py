"""In which encoding a text file is written."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pipeline.ingest.archive import Opens

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LIKELY: Final = ("utf_8", "cp1252", "utf_16", "mac_roman")
"""What school exports are written in; detection among more confuses them."""
TITLES: Final = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "cp1252": "Windows-1252",
    "mac-roman": "Mac Roman",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}
_ACCENTED: Final = frozenset("áéíóúàèìòùâêîôûäëïöüñçãõåøæßÁÉÍÓÚÀÈÂÊÄËÏÖÜÑÇÅØÆ¿¡«»")
_CHUNK: Final = 1 << 20
_SAMPLE: Final = 1 << 18


def encoding_of(path: Opens, declared: str | None) -> str | None:
    """The codec that reads the whole file, or None where none does.

    Declared by the study file, else by byte order mark, else strict UTF-8, else what the bytes
    make likely.
    """
    if declared is not None:
        return _canonical(declared) if _reads(path, declared) is None else None
    marked = marked_encoding(path)
    if marked is not None:
        return marked if _reads(path, marked) is None else None
    wide = _unmarked_utf16(path)
    if wide is not None:
        return wide
    fails_at = _reads(path, "utf-8")
    return "utf-8" if fails_at is None else _detected(path, fails_at)


def marked_encoding(path: Opens) -> str | None:
    """What a byte order mark says."""
    with path.open("rb") as file:
        head = file.read(3)
    return next((name for mark, name in _MARKS if head.startswith(mark)), None)


def title(encoding: str) -> str:
    """An encoding as people call it."""
    return TITLES.get(encoding, encoding)


def _canonical(name: str) -> str:
    return codecs.lookup(name).name


def _reads(path: Opens, encoding: str) -> int | None:
    """Where the file stops being text in this encoding; None where it does not."""
    try:
        decoder = codecs.getincrementaldecoder(encoding)("strict")
    except LookupError:
        return 0
    done = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            try:
                decoder.decode(chunk)
            except UnicodeError:
                return done
            done += len(chunk)
        try:
            decoder.decode(b"", final=True)
        except UnicodeError:
            return max(done - _CHUNK, 0)
    return None


def _unmarked_utf16(path: Opens) -> str | None:
    # Western text in UTF-16 has a zero in every other byte; no other encoding has any.
    with path.open("rb") as file:
        head = file.read(4096)
    half = len(head) // 2
    if half == 0 or b"\x00" not in head:
        return None
    for name, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if zeros.count(0) > half * 0.7 and _reads(path, name) is None:
            return name
    return None


def _detected(path: Opens, fails_at: int) -> str | None:
    from charset_normalizer import from_bytes

    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
        file.seek(fails_at)
        sample += file.read(_SAMPLE)
    best = from_bytes(sample, cp_isolation=list(LIKELY)).best()
    likely = [_canonical(best.encoding)] if best is not None else []
    # Short texts mislead the detector, but accents stand within words in one reading only.
    western = sorted(("cp1252", "mac-roman"), key=lambda name: -_words_with_accents(sample, name))
    for codec in (*(name for name in likely if name not in western), *western):
        if codec != "utf-8" and _reads(path, codec) is None:
            return codec
    return None


def _words_with_accents(sample: bytes, encoding: str) -> int:
    """How many letters beyond ASCII a reading gives, less what can be no letter of a word."""
    text = sample.decode(encoding, errors="replace")
    odd = [char for char in text if char > "\x7f"]
    return sum(1 if char in _ACCENTED else -1 for char in odd)
