"""Assessments: what each vendor's export is known by, and its columns, by profile files."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pipeline.ingest import headers
from pipeline.ingest.format import Format, LeftOut, Reading
from pipeline.ingest.headers import plain
from pipeline.ingest.vendor_kinds import INVALID_TEST

if TYPE_CHECKING:
    from pipeline.ingest.format import Head

PROFILES: Final = Path(__file__).parent.parent / "profiles"
NAMES: Final = ("nwea-map", "i-ready", "star", "dibels", "act", "sat", "access")
_LOOKED_AT: Final = 5


@dataclass(frozen=True, slots=True)
class Profile:
    """One vendor's export, as its file in `profiles/` describes it."""

    name: str

    def recognises(self, head: Head) -> bool:
        """One of the first rows has every header of the signature."""
        return self._header_at(head) is not None

    def reads(self, head: Head) -> Reading:
        """Columns by the vendor's header; they answer to our names too."""
        said = _profile(self.name)
        at = self._header_at(head) or 0
        own = headers.cleaned(head.records[at])
        known = {plain(header): header for header in reversed(own) if header}
        also: dict[str, tuple[str, ...]] = {}
        for name, spellings in said["names"].items():
            found = next((known[plain(s)] for s in spellings if plain(s) in known), None)
            if found is not None:
                also[found] = (*also.get(found, ()), name)
        rules = tuple(
            LeftOut(
                kind=INVALID_TEST,
                header=known[plain(rule["column"])],
                words=tuple(rule["words"]),
                reason=rule["reason"],
            )
            for rule in said["left_out"]
            if plain(rule["column"]) in known
        )
        return Reading(
            header_at=at,
            headers=own,
            also=also,
            left_out=rules,
            personal=frozenset(known[plain(p)] for p in said["personal"] if plain(p) in known),
            ids=tuple(known[plain(one)] for one in said["ids"] if plain(one) in known),
        )

    def _header_at(self, head: Head) -> int | None:
        signature = {plain(one) for one in _profile(self.name)["signature"]}
        rows = enumerate(head.records[:_LOOKED_AT])
        return next((i for i, row in rows if signature <= {plain(cell) for cell in row}), None)


@cache
def _profile(name: str) -> dict[str, Any]:
    return tomllib.loads((PROFILES / f"{name}.toml").read_text(encoding="utf-8"))


def _format(name: str) -> Format:
    profile, said = Profile(name), _profile(name)
    return Format(
        name=name,
        title=said["title"],
        kinds=frozenset({"metrics"}),
        marks=said["marks"],
        recognises=profile.recognises,
        reads=profile.reads,
    )


FORMATS: Final = tuple(_format(name) for name in NAMES)
