"""Packs answers into rows of ESTIMATES: arrays in, arrays out, in one order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.tables.estimates import ESTIMATES, NUMBERS
from pipeline.tables.schema import Rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from pipeline.compare.answer import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One method's answer about one outcome in one group, over all slots.

    Attributes:
        text: Text columns that are the same in every row.
        column: Breakdown of each slot.
        level: Level of each slot.
        suffix: What follows the slot in the id: "", "@period" or "/model".
        place: Position of outcome, analysis and group; rows are sorted by it.
        rank: Position among the blocks that share a place and a slot.
        answer: The numbers.
        is_headline: It is the row that a reader takes as the outcome's result.
        is_declared: The outcome was declared primary beforehand.
    """

    text: Mapping[str, str]
    column: NDArray[np.object_]
    level: NDArray[np.object_]
    suffix: str
    place: tuple[int, int, int]
    rank: int
    answer: Answer
    is_headline: bool = False
    is_declared: bool = False

    @property
    def cut(self) -> NDArray[np.object_]:
        """The part of the id that names the slot: "/column=level", "/column", "" for the whole."""
        cut: NDArray[np.object_] = "/" + self.column + "=" + self.level
        cut[self.level == ""] = ("/" + self.column)[self.level == ""]
        cut[self.column == ""] = ""
        return cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """Rows of ESTIMATES and what the correction for many tests must know of each."""

    rows: Rows
    is_headline: NDArray[np.bool_]
    is_declared: NDArray[np.bool_]


def pack(blocks: Sequence[Block]) -> Packed:
    """All rows, sorted by outcome, analysis, group, slot and model, periods in time order."""
    if not blocks:
        none = np.zeros(0, dtype=np.bool_)
        return Packed(rows=Rows.of(ESTIMATES, []), is_headline=none, is_declared=none)
    lengths = [len(block.column) for block in blocks]
    kept = np.concatenate([block.answer.kept for block in blocks])
    order = np.flatnonzero(kept)[_order(blocks, lengths)[kept].argsort(kind="stable")]
    columns = _texts(blocks, lengths, order) | _numbers(blocks, lengths, order)
    is_headline, is_declared = (
        np.repeat([getattr(block, name) for block in blocks], lengths)[order]
        for name in ("is_headline", "is_declared")
    )
    rows = Rows({name: columns[name] for name in ESTIMATES.names})
    return Packed(rows=rows, is_headline=is_headline, is_declared=is_declared)


def _order(blocks: Sequence[Block], lengths: Sequence[int]) -> NDArray[np.int64]:
    """One sortable integer per row, from the positions of all that it is about."""
    place = np.repeat([block.place for block in blocks], lengths, axis=0)
    rank = np.repeat([block.rank for block in blocks], lengths)
    # a block without the whole stands below those that have it
    slot = np.concatenate([np.arange(len(b.column)) + any(b.column[:1]) for b in blocks])
    total = np.zeros(len(slot), dtype=np.int64)
    for key in (place[:, 0], place[:, 1], place[:, 2], slot, rank):
        total = total * (int(key.max(initial=0)) + 1) + key
    return total


def _texts(
    blocks: Sequence[Block], lengths: Sequence[int], order: NDArray[np.intp]
) -> dict[str, NDArray[Any]]:
    names = [c.name for c in ESTIMATES.columns if c.type == "text"]
    texts = {
        name: np.repeat(_objects([block.text.get(name, "") for block in blocks]), lengths)[order]
        for name in names
    }
    whole = {
        "id": np.concatenate([_ids(block) for block in blocks]),
        "subgroup": np.concatenate([block.column for block in blocks]),
        "level": np.concatenate([block.level for block in blocks]),
        "reason": np.concatenate([block.answer.reason for block in blocks]),
    }
    effects = _objects([block.answer.effect_name for block in blocks])
    texts |= {name: values[order] for name, values in whole.items()}
    texts["effect_name"] = np.repeat(effects, lengths)[order]
    texts["status"] = _objects(["published", "not-estimable"])[(texts["reason"] != "").astype(int)]
    return texts


def _ids(block: Block) -> NDArray[np.object_]:
    """Ids of one block: object arrays add text by text without a loop of ours."""
    text = block.text
    stem = f"{text['outcome']}/{text['analysis']}/{text['group']}"
    ids: NDArray[np.object_] = stem + block.cut + block.suffix
    return ids


def _numbers(
    blocks: Sequence[Block], lengths: Sequence[int], order: NDArray[np.intp]
) -> dict[str, NDArray[Any]]:
    unknown = [np.full(length, np.nan) for length in lengths]
    return {
        column.name: np.concatenate(
            [
                block.answer.numbers.get(column.name, nothing)
                for block, nothing in zip(blocks, unknown, strict=True)
            ]
        )[order]
        for column in NUMBERS
    }


def _objects(texts: Sequence[str]) -> NDArray[np.object_]:
    return np.array(texts, dtype=object)
