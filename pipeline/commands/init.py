"""A new workspace, with an example or with a study file drafted from exports."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.commands.first_files import EXAMPLE, example, frame
from pipeline.commands.telling import quote, table
from pipeline.problems import Collector, Kind, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.ingest.drafting import Draft
    from pipeline.workspace import Workspace

NOT_A_FOLDER: Final = Kind(
    code="W010",
    found="found a file",
    expected="expected a folder, or nothing yet",
    remedy="Name another folder.",
    explains="A workspace is a folder with data/raw/, data/processed/ and reports/ in it.",
)


@dataclass(slots=True, kw_only=True)
class Begun:
    """What was made.

    Attributes:
        root: The workspace, as the user named it.
        made: Files that were written.
        kept: Files that were there and were left alone.
        study: Name of the study that was begun, or empty.
        draft: What was understood of the exports, where there were any.
        problems: What could not be read.
    """

    root: str
    made: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    study: str = ""
    draft: Draft | None = None
    problems: list[Problem] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """The same for machines."""
        found = self.draft.found if self.draft is not None else []
        return {
            "workspace": self.root,
            "made": self.made,
            "kept": self.kept,
            "study": self.study,
            "files": [
                {"files": f.files, "recognised_as": f.what, "rows": f.rows, "sure": f.is_sure}
                for f in found
            ],
            "left": self.draft.left if self.draft is not None else [],
            "problems": [problem.as_json() for problem in self.problems],
        }

    def __str__(self) -> str:
        """The same for people, with what to do next."""
        parts = []
        if self.draft is not None:
            rows = [
                (f.files, f.what, f"{f.rows:,}", "sure" if f.is_sure else "guess")
                for f in self.draft.found
            ]
            parts.append(table(("file", "recognised as", "rows", ""), rows, right=(2,)))
            parts += [f"  nothing could be made of {name}" for name in self.draft.left]
            if not self.draft.content["outcomes"]:
                parts.append("  nothing to compare yet: add records or a survey, then draft again")
            parts += [str(problem) for problem in self.problems]
        parts += [f"made {name}" for name in self.made]
        parts += [f"kept {name}, which was there" for name in self.kept]
        at = "" if self.root in {"", "."} else f" -C {quote(self.root)}"
        parts += ["", "Next:"]
        if self.draft is not None:
            parts.append(f"  look at the lines with # CHECK in data/raw/{self.study}/study.yaml")
        parts += [f"  outcomes{at} check", f"  outcomes{at} run", f"  outcomes{at} open"]
        return "\n".join(parts)


def begin(workspace: Workspace, *, shown: str, has_example: bool, exports: Sequence[Path]) -> Begun:
    """Makes a workspace; nothing that is there is overwritten.

    Args:
        workspace: The folder, which need not be there yet.
        shown: The folder as the user named it.
        has_example: The synthetic study goes into it.
        exports: Files to draft a study file from.

    Raises:
        Problem: The folder, or one that it should lie in, is a file.
    """
    root = workspace.root
    for one in (root, *root.parents):
        if one.exists() and not one.is_dir():
            named = shown if one == root else one.as_posix()
            raise Problem(NOT_A_FOLDER, Place(file=named))
    begun = Begun(root=shown)
    files = frame(root.name, is_synthetic=has_example)
    if has_example:
        files |= example()
        begun.study = EXAMPLE
    if exports:
        begun.study = _study_of(workspace, exports)
        files |= _copies(workspace, begun.study, exports)
    for name, content in files.items():
        _put(workspace, begun, name, content)
    if exports:
        _draft(workspace, begun, exports)
    return begun


def _put(workspace: Workspace, begun: Begun, name: str, content: bytes) -> None:
    path = workspace.root / name
    if path.exists():
        is_marker = path.name == ".gitkeep"
        begun.kept += [] if is_marker or path.read_bytes() == content else [name]
        return
    workspace.write(path, content)
    begun.made += [] if path.name == ".gitkeep" else [name]


def _study_of(workspace: Workspace, exports: Sequence[Path]) -> str:
    """The study whose folder the exports lie in, else a name made of theirs."""
    raw = (workspace.root / "data" / "raw").resolve()
    parents = {_top(path.resolve(), raw) for path in exports}
    if len(parents) == 1 and "" not in parents:
        return parents.pop()
    folder = exports[0].resolve().parent.name
    slug = re.sub(r"[^a-z0-9]+", "-", folder.lower()).strip("-")
    return slug or "study"


def _top(path: Path, raw: Path) -> str:
    return path.relative_to(raw).parts[0] if path.is_relative_to(raw) else ""


def _copies(workspace: Workspace, study: str, exports: Sequence[Path]) -> dict[str, bytes]:
    """Exports that lie elsewhere, by the name that they get in the study's folder."""
    folder = (workspace.root / "data" / "raw" / study).resolve()
    outside = [path for path in exports if not path.resolve().is_relative_to(folder)]
    return {f"data/raw/{study}/{path.name}": path.read_bytes() for path in outside}


def _draft(workspace: Workspace, begun: Begun, exports: Sequence[Path]) -> None:
    from pipeline.engine.session import Session
    from pipeline.ingest.files import find
    from pipeline.ingest.looks import look
    from pipeline.ingest.proposal import propose
    from pipeline.study.draft import text_of

    folder = workspace.raw(begun.study)
    inside = folder.resolve()
    names = [
        path.resolve().relative_to(inside).as_posix()
        if path.resolve().is_relative_to(inside)
        else path.name
        for path in exports
    ]
    problems = Collector()
    files = find(folder, names, problems)
    with Session() as session:
        looks = look(session, files, problems)
    title = begun.study.replace("-", " ").replace("_", " ").capitalize()
    begun.draft = propose(looks, title=title)
    begun.problems = problems.found
    opening = [
        "Drafted from the exports in this folder. Look at every line with # CHECK, correct it,",
        "and take the mark away; then `outcomes check` says whether it fits the data.",
        "What each key means stands in docs/study-file.md.",
    ]
    content = text_of(begun.draft.content, opening=opening).encode()
    _put_draft(workspace, begun, content)


def _put_draft(workspace: Workspace, begun: Begun, content: bytes) -> None:
    """The study file; beside it where there is one that somebody wrote."""
    name = f"data/raw/{begun.study}/study.yaml"
    if (workspace.root / name).exists():
        begun.kept.append(name)
        name = f"data/raw/{begun.study}/study.draft.yaml"
    workspace.write(workspace.root / name, content)
    begun.made.append(name)
