"""Texts with positions to the typed study: every complaint becomes a problem at its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from pipeline.problems import Problem
from pipeline.study.ambiguous import ambiguous_target, is_bare_target
from pipeline.study.complaints import Complaint, in_words, is_echo
from pipeline.study.kinds.typing import EMPTY_ENTRY
from pipeline.study.positions import ListNode, MapNode, Path, child, is_missing, plain
from pipeline.study.schema import Study

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.study.positions import Document, Node


def typed(document: Document) -> tuple[Study | None, tuple[Problem, ...]]:
    """The study that a file says, or all that keeps it from being one.

    Args:
        document: The file, read as texts.

    Returns:
        The study and no problems, or no study and at least one problem.
    """
    empty = tuple(_empty_entries(document.root, ()))
    problems = [Problem(EMPTY_ENTRY, document.value(path)) for path in empty]
    try:
        study = Study.model_validate(plain(document.root))
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False)
        complaints = [complaint(document, one) for one in wrong]
        problems += [_told(one) for one in complaints if not is_echo(one, empty)]
        return None, tuple(problems)
    return (None, tuple(problems)) if problems else (study, ())


def complaint(document: Document, error: Mapping[str, Any]) -> Complaint:
    """One error of the models, with the path that a reader of the file would follow.

    The models name, beside the keys, which of several shapes they tried; those steps are not in
    the file and are left out.
    """
    steps = list(error["loc"])
    is_key = steps[-1] == "[key]"
    if steps[0] == "sources" and len(steps) > 2 and not is_key:  # noqa: PLR2004  the kind tried
        del steps[2]
    path: list[str | int] = []
    node: Node | None = document.root
    for index, step in enumerate(steps):
        below = child(node, step)
        is_last = index == len(steps) - 1
        if below is not None:
            path.append(step)
            node = below
        elif is_last and error["type"] == "missing":
            path.append(step)
    return Complaint(
        document=document,
        path=tuple(path),
        type=error["type"],
        is_key=is_key,
        facts=error.get("ctx", {}),
    )


def _told(one: Complaint) -> Problem:
    if one.type in {"model_type", "model_attributes_type"} and is_bare_target(
        one.document, one.path
    ):
        return ambiguous_target(one.document, one.path)
    return in_words(one)


def _empty_entries(node: Node, path: Path) -> Iterator[Path]:
    match node:
        case ListNode(items=items):
            for index, item in enumerate(items):
                here = (*path, index)
                yield from [here] if is_missing(item) else _empty_entries(item, here)
        case MapNode(entries=entries):
            for key, entry in entries.items():
                yield from _empty_entries(entry.value, (*path, key))
        case _:
            return
