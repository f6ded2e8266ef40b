"""Notes that reports were given out, so that later ones keep to what they told."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

from pipeline import memory as past
from pipeline.problems import Kind, Place, Problem

if TYPE_CHECKING:
    from pipeline.workspace import Workspace

NO_REPORTS: Final = Kind(
    code="W042",
    found="found no reports of this study",
    expected="expected reports that can be given out",
    remedy="Make them first: outcomes run {study}.",
    explains="`outcomes release` notes what lies in reports/ as given out. Nothing lies there yet.",
)
_NUMBER: Final = re.compile(r"(\d+)-")
_NUMBERED: Final = "{number:04d}-{hash}.json"


def release(workspace: Workspace, study: str) -> str:
    """Keeps what the present reports tell in data/released; what to say of it.

    Args:
        workspace: Where the study lies.
        study: Its folder.

    Raises:
        Problem: There are no reports.
    """
    with workspace.locked():
        made = past.releases(workspace).get(study)
        if made is None:
            raise Problem(NO_REPORTS, Place(file=f"reports/{study}"), study=study)
        content = made[1]
        there = past.given_out(workspace, study)
        if there and there[-1].read_bytes() == content:
            return f"{workspace.shown(there[-1])}: noted before; nothing was changed since."
        numbers = [int(found[1]) for one in there if (found := _NUMBER.match(one.name))]
        number = max(numbers, default=0) + 1
        named = _NUMBERED.format(number=number, hash=hashlib.sha256(content).hexdigest()[:10])
        path = workspace.released(study) / named
        workspace.write(path, content, private=True)
    return (
        f"{workspace.shown(path)}: noted as given out. Later runs keep to its numbers where a "
        f"correction concerns few people. If it was not given out after all, delete the file."
    )
