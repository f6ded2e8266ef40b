"""The audit of what lies in reports/: a line a check, and what to do where one does not hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from pipeline import memory as past
from pipeline.memory import Memory
from pipeline.problems import Problems
from pipeline.receipts import earlier
from pipeline.release import audit
from pipeline.release.audit import Trouble
from pipeline.release.ledger import given_out, together
from pipeline.release.reading import MANIFEST
from pipeline.release.results import results_csv
from pipeline.stages import STUDY_FILE
from pipeline.steps import limits
from pipeline.study.load import load_study
from pipeline.tables.published_io import from_json
from pipeline.workspace import hash_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.evidence.wording import Tier
    from pipeline.workspace import Workspace

State = Literal["holds", "fails", "not checked"]
PRIVACY: Final = 3
"""Exit code where something can be had that may not."""
MISMATCH: Final = 1
"""Exit code where files are not what was written."""
MOST: Final = 20
"""Troubles of one check that are told one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check: what is claimed, and what speaks against it."""

    name: str
    claim: str
    state: State
    why: str = ""
    troubles: tuple[Trouble, ...] = ()


@dataclass(slots=True, kw_only=True)
class Audit:
    """What was checked of one study."""

    study: str
    checks: list[Check] = field(default_factory=list)
    is_written: bool = True

    @property
    def code(self) -> int:
        """0 where everything holds, 3 where privacy does not, 1 where anything else does not."""
        troubles = [trouble for check in self.checks for trouble in check.troubles]
        if any(trouble.is_privacy for trouble in troubles):
            return PRIVACY
        return MISMATCH if troubles else 0

    def told(self, *, is_quiet: bool) -> str:
        """A line a check, then its troubles."""
        if not self.is_written:
            return f"{self.study}: no reports yet; outcomes run writes them."
        lines = [self.study]
        for check in self.checks:
            if not (is_quiet and check.state == "holds"):
                said = f" ({check.why})" if check.why else ""
                lines.append(f"  {check.state:<11}  {check.name:<8}  {check.claim}{said}")
            lines += [f"    {trouble}" for trouble in check.troubles[:MOST]]
            if len(check.troubles) > MOST:
                lines.append(f"    ... and {len(check.troubles) - MOST:,} more; --json lists them.")
        return "\n".join(lines)

    def as_json(self) -> dict[str, object]:
        """The same for machines."""
        return {
            "study": self.study,
            "code": self.code,
            "is_written": self.is_written,
            "checks": [
                {
                    "name": check.name,
                    "claim": check.claim,
                    "state": check.state,
                    "why": check.why,
                    "troubles": [
                        {
                            "file": one.file,
                            "where": one.where,
                            "found": one.said,
                            "remedy": one.remedy,
                            "is_privacy": one.is_privacy,
                        }
                        for one in check.troubles
                    ],
                }
                for check in self.checks
            ],
        }


def verify(workspace: Workspace, study: str) -> Audit:
    """Checks the release of a study as it lies on the disk; writes nothing.

    Args:
        workspace: Where the study lies.
        study: Its folder.
    """
    folder = workspace.reports / study
    record = Memory.of(workspace, study).stages.get("report")
    if not folder.is_dir() and record is None:
        return Audit(study=study, is_written=False)
    found = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
    checks = [
        _check("files", "every file is what the manifest says", audit.hashes(files)),
        _check("manifest", "the manifest is the one that was written", _manifest(workspace, study)),
        _check("numbers", "every number on a page is that of its row", audit.numbers(files)),
        _check("tables", "the CSV files say what results.json says", audit.tables(files)),
        _check("hidden", "nothing hidden can be had from what is shown", audit.hidden(files)),
        _check(
            "earlier",
            "nor with the releases before it",
            together(files, _earlier(workspace, study)),
        ),
        _check(
            "given out",
            "nor with what was given out before",
            given_out(files, _given_out(workspace, study)),
        ),
        _wording(workspace, study, files),
        _check(
            "inputs",
            "data/raw is what the reports were made from",
            _inputs(workspace, study, files),
        ),
    ]
    return Audit(study=study, checks=checks)


def _check(name: str, claim: str, troubles: Iterable[Trouble]) -> Check:
    found = tuple(troubles)
    return Check(name=name, claim=claim, state="fails" if found else "holds", troubles=found)


def _manifest(workspace: Workspace, study: str) -> Iterator[Trouble]:
    """Whether the manifest is the one of the last run here, which knows its hash."""
    record = Memory.of(workspace, study).stages.get("report")
    path = workspace.reports / study / MANIFEST
    expected = record.files.get(workspace.shown(path)) if record is not None else None
    if expected is not None and (not path.is_file() or hash_file(path) != expected):
        said = "it is not the one that the last run wrote"
        yield Trouble(file=MANIFEST, where="", said=said)


def _earlier(workspace: Workspace, study: str) -> list[audit.Files]:
    """The releases before, as they were kept."""
    return [
        {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
        for folder in past.kept(workspace, study)
    ]


def _given_out(workspace: Workspace, study: str) -> list[bytes]:
    """The rows of each release that was given out, as its readers have them."""
    return [results_csv(one) for one in earlier(workspace, past.given_out(workspace, study))]


def _inputs(workspace: Workspace, study: str, files: audit.Files) -> Iterator[Trouble]:
    return audit.inputs(files, past.raw_hashes(workspace, study))


def _wording(workspace: Workspace, study: str, files: audit.Files) -> Check:
    """The gate, at the ceiling of the design; that follows from the record of the last run."""
    name, claim = "words", "no page says more than the design can carry"
    tier = _tier(workspace, study)
    if tier is None:
        why = "the record of the run that wrote it is not here; outcomes run makes it"
        return Check(name=name, claim=claim, state="not checked", why=why)
    return _check(name, claim, audit.wording(files, tier))


def _tier(workspace: Workspace, study: str) -> Tier | None:
    """The most that the design of the release can carry; None where that is not on record."""
    kept = past.releases(workspace).get(study)
    if kept is None:
        return None
    text, published = kept
    try:
        read = load_study(text, file=workspace.shown(workspace.raw(study) / STUDY_FILE))
    except Problems:
        return None  # a later version refuses the file that an earlier one took
    return limits(read, from_json(published)).tier
