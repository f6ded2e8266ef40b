"""Names for people that say nothing: keyed hashes of their IDs."""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

LENGTH: Final = 20
"""Hexadecimal digits that are kept: 80 bits, so that no two people of a study meet."""
_BLOCK: Final = 64
_INNER: Final = 0x36
_OUTER: Final = 0x5C


def pseudonym(key: bytes, text: str) -> str:
    """The pseudonym of one text: HMAC-SHA256 in hexadecimal, cut.

    Source:
        RFC 2104; checked against the standard library.
    """
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:LENGTH]


def pseudonym_sql(sql: str) -> str:
    """The same for a column of texts, with the two pads as parameters 1 and 2: outer, inner.

    Source:
        RFC 2104, section 2: H(K xor opad, H(K xor ipad, text)).
    """
    return f"left(sha256($1::BLOB || unhex(sha256($2::BLOB || encode({sql})))), {LENGTH})"


def pads(key: bytes) -> tuple[bytes, bytes]:
    """The outer and the inner pad of a key."""
    block = hashlib.sha256(key).digest() if len(key) > _BLOCK else key
    block = block.ljust(_BLOCK, b"\x00")
    return bytes(b ^ _OUTER for b in block), bytes(b ^ _INNER for b in block)
