"""How far two readers of interviews agree, segment by segment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.compare.answer import CONF_LEVEL, Answer, reasons
from pipeline.compare.blocks import Block
from pipeline.compare.method import ANALYSES
from pipeline.compare.questions import GROUP_ORDER
from pipeline.statistics.coding import Agreement, coded_twice, cohens_kappa, krippendorff_alpha

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.tables.schema import Rows

ALONE: Final = "no segment was read by two coders"
ALIKE: Final = "every segment has one and the same code"


def blocks(source: str, segments: Rows, *, at: int) -> Iterator[Block]:
    """Cohen's kappa of the two coders who share most, Krippendorff's alpha of all of them."""
    given: dict[tuple[str, str], dict[str, set[str]]] = {}
    for one in segments.records():
        if one["coder"] and one["code"]:
            unit = given.setdefault((one["document"], one["segment"]), {})
            unit.setdefault(one["coder"], set()).add(one["code"])
    frozen = {
        key: {coder: frozenset(codes) for coder, codes in unit.items()}
        for key, unit in given.items()
    }
    if not frozen:
        return
    pairs, units = coded_twice(frozen)
    yield _block(source, "cohens_kappa", cohens_kappa(pairs, conf_level=CONF_LEVEL), at, 0)
    yield _block(source, "krippendorff_alpha", krippendorff_alpha(units), at, 1)


def _block(source: str, method: str, found: Agreement, at: int, rank: int) -> Block:
    none = np.array([""], dtype=object)
    is_told = np.array([bool(np.isfinite(found.value))])
    numbers = {
        "n": float(found.units), "estimate": found.value, "conf_low": found.low,
        "conf_high": found.high, "conf_level": CONF_LEVEL, "effect": found.observed,
    }  # fmt: skip
    alone = np.array([found.units == 0])
    return Block(
        text={
            "outcome": source, "label": source, "source": source, "group": "all",
            "analysis": "reliability", "model": method, "method": method,
            "evidence": "descriptive",
        },
        column=none,
        level=none,
        suffix=f"/{method}",
        place=(at, ANALYSES.index("reliability"), GROUP_ORDER.index("all")),
        rank=rank,
        answer=Answer(
            numbers={key: np.array([value]) for key, value in numbers.items()},
            reason=reasons(1, (alone, ALONE), (~is_told, ALIKE)),
            kept=np.array([True]),
            effect_name="observed",
        ),
    )  # fmt: skip
