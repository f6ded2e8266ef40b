"""Which words a design can carry, in Spanish: the same ceilings as in English."""

from __future__ import annotations

import re

from pipeline.evidence.wording import Ban, Tier, Verbs

_MOVED = {"up": "subió", "down": "bajó", "level": "se mantuvo"}
_DID = {"raised": "elevó", "lowered": "redujo"}

VERBS: dict[Tier, Verbs] = {
    "descriptive": Verbs(**_MOVED),
    "tier-4": Verbs(**_MOVED),
    "tier-3": Verbs(**_MOVED),
    "tier-2": Verbs(**_MOVED, **_DID),
    "tier-1": Verbs(**_MOVED, **_DID),
}

_SAY_WHAT_MOVED = 'escriba "subió", "bajó", "fue x puntos más alto después"'
_SAY_ASSOCIATED = 'escriba "se asoció con", "subió más que en el grupo de comparación"'


def _ban(rule: str, pattern: str, up_to: Tier, instead: str) -> Ban:
    return Ban(rule=rule, pattern=re.compile(pattern, re.IGNORECASE), up_to=up_to, instead=instead)


BANS: tuple[Ban, ...] = (
    _ban(
        "proof",
        r"\b(prueba(n)? que|demuestra(n)?|demostr(ó|aron|ado)|comprobad[oa]s?)\b",
        "tier-1",
        "diga cuánta seguridad hay",
    ),
    _ban(
        "significance",
        r"\b(no )?significativ(o|a|os|as|amente)\b|\bsignificancia\b|\btendencia hacia\b"
        r"|\b(ningún|sin) efectos?\b",
        "tier-1",
        'escriba "cambio claro" o "podría ser azar", con el intervalo',
    ),
    _ban(
        "cause",
        r"\b(caus(a|an|ó|aron|ado|al|ales|almente)|atribuibles? a)\b",
        "tier-2",
        _SAY_ASSOCIATED,
    ),
    _ban("impact", r"\bimpact(o|os|a|ó|aron|ante)\b", "tier-2", _SAY_ASSOCIATED),
    _ban("effect", r"(?<!tamaño del )(?<!tamaños del )\befectos?\b", "tier-2", _SAY_ASSOCIATED),
    _ban(
        "effective",
        r"\b(in)?(eficaz|eficaces|efectiv[oa]s?|eficacia|efectividad)\b",
        "tier-2",
        _SAY_ASSOCIATED,
    ),
    _ban(
        "consequence",
        r"\b(llevó a|condujo a|debido a|gracias a|a causa de|como resultado de|dio lugar a)\b",
        "tier-3",
        _SAY_WHAT_MOVED,
    ),
    _ban("improvement", r"\bmejor(a|as|an|ó|aron|ado|amiento)\b", "tier-3", _SAY_WHAT_MOVED),
    _ban(
        "help",
        r"\b(ayudó|ayudaron|impulsó|impulsaron|marcó la diferencia)\b",
        "tier-3",
        _SAY_WHAT_MOVED,
    ),
    _ban(
        "raising",
        r"\b(la alianza|el programa|la tutoría|la intervención)\s+(ha )?"
        r"(elevó|elevado|redujo|reducido|aumentó|aumentado|disminuyó|disminuido)\b",
        "tier-3",
        _SAY_WHAT_MOVED,
    ),
    _ban(
        "association",
        r"\b(asociad[oa]s?|se asoció|se asociaron|correlacionad[oa]s?|vinculad[oa]s?)"
        r" (con|a)\b",
        "tier-4",
        _SAY_WHAT_MOVED,
    ),
)
"""Every ban, in the order in which findings are told; the rules are those of English."""
