"""The words of every language, by its code: a new one is one file and one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.evidence import wording, wording_es

if TYPE_CHECKING:
    from pipeline.evidence.wording import Ban, Tier, Verbs

VERBS: Final[dict[str, dict[Tier, Verbs]]] = {"en": wording.VERBS, "es": wording_es.VERBS}
BANS: Final[dict[str, tuple[Ban, ...]]] = {"en": wording.BANS, "es": wording_es.BANS}
