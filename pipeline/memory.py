"""What was done last time: fingerprints and hashes, never modification times."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pipeline.stages import STUDY_FILE, canonical, digest, versions, whole_house
from pipeline.workspace import hash_file, hash_folder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pipeline.stages import Stage
    from pipeline.workspace import Workspace

KEPT: Final = 5
"""How many earlier releases of a study are kept."""
NOTES: Final = "-notes"
"""What the folder of a study's release notes is called, after the study."""
GONE: Final = (FileNotFoundError, NotADirectoryError)
"""A file that is not there; one that is there and cannot be read is another matter."""
_NO_NOTES = (ValueError, TypeError, KeyError, AttributeError, RecursionError)
KEPT_FILES: Final = ("manifest.json", "results.csv", "goals.csv", "results.json")


@dataclass(slots=True, kw_only=True)
class Record:
    """What one stage did.

    Attributes:
        fingerprint: All that its outcome depends on.
        files: Each file that it wrote, by path in the workspace, with its hash.
        run: Key of the last run that it was up to date in.
    """

    fingerprint: str
    files: dict[str, str]
    run: str = ""


@dataclass(slots=True, kw_only=True)
class Memory:
    """What is known of one study from the run before.

    Attributes:
        stages: By name of the stage.
        last_day: The end of the last period with data.
        inputs: Files that were read, by path from the study's folder.
        report_id: Id of the release.
        key_env: Environment variable in which the pseudonym key is looked for.
        key_file: File in the study's folder that holds it.
    """

    stages: dict[str, Record] = field(default_factory=dict)
    last_day: str = ""
    inputs: list[str] = field(default_factory=list)
    report_id: str = ""
    key_env: str | None = None
    key_file: str | None = None

    @classmethod
    def of(cls, workspace: Workspace, study: str) -> Memory:
        """What was written down; nothing where that is missing, cut short or changed since."""
        told = _unsealed(_path(workspace, study))
        try:
            records = {name: Record(**record) for name, record in told.pop("stages").items()}
            return cls(stages=records, **told)
        except (KeyError, TypeError):  # nothing, or the notes of another version
            return cls()

    def keep(self, workspace: Workspace, study: str) -> None:
        """Writes it down."""
        workspace.write(_path(workspace, study), _sealed(asdict(self)), private=True)

    def is_fresh(self, stage: Stage, print_: str, root: Path) -> bool:
        """Whether a stage would do again what it did, and its files are as it left them."""
        record = self.stages.get(stage.name)
        return record is not None and record.fingerprint == print_ and _is_there(record, root)

    def is_current(self, key: str, names: Sequence[str], root: Path) -> bool:
        """Whether nothing at all has changed for some stages since a run with the same key."""
        done = [self.stages.get(name) for name in names]
        return all(r is not None and r.run == key and _is_there(r, root) for r in done)


def raw_hashes(workspace: Workspace, study: str) -> dict[str, str]:
    """Each file of a study's folder by its path in it, the study file included."""
    folder = workspace.raw(study)
    try:
        return hash_folder(folder)
    except OSError as error:
        raise workspace.refused(error, near=folder) from error


def run_key(
    workspace: Workspace, study: str, *, raw: dict[str, str], memory: Memory, options: str
) -> str:
    """Everything that a run of one study depends on, in one hash, without reading the study."""
    given = released_fact(workspace, study)
    parts = (
        raw,
        versions(),
        options,
        whole_house(),
        pseudonym_fact(workspace, study, memory),
        given,
    )
    return digest(canonical(part) for part in parts)


def given_out(workspace: Workspace, study: str) -> list[Path]:
    """What was given out of a study before, the oldest first."""
    home = workspace.released(study)
    found = home.iterdir() if home.is_dir() else ()
    return sorted(one for one in found if one.suffix == ".json" and one.name[:1] != ".")


def released_fact(workspace: Workspace, study: str) -> str:
    """One hash of all that was given out before."""
    return digest(hash_file(path).encode() for path in given_out(workspace, study))


def pseudonym_fact(workspace: Workspace, study: str, memory: Memory) -> str:
    """A hash of the pseudonym key that would be used, empty where there is none yet."""
    if memory.key_env and os.environ.get(memory.key_env):
        return key_fact(os.environ[memory.key_env].encode())
    named = workspace.raw(study) / memory.key_file if memory.key_file else None
    path = named or workspace.own / "pseudonym.key"
    return key_fact(path.read_bytes()) if path.is_file() else ""


def key_fact(key: bytes) -> str:
    """A hash that tells keys apart and gives nothing away."""
    return hashlib.sha256(b"partnership-outcomes pseudonym key\0" + key).hexdigest()


def hashes(workspace: Workspace, files: list[Path]) -> dict[str, str]:
    """Each file's hash by its path in the workspace."""
    return {workspace.shown(file): hash_file(file) for file in sorted(files)}


def keep_release(workspace: Workspace, study: str, text: bytes) -> list[Path]:
    """Keeps what a release was made from, so that the index can be made again from it.

    Both files are swapped in together: an index over one of them and an older other lies.

    Returns:
        The files that hold it.
    """
    published = (workspace.processed(study) / "published.json").read_bytes()
    target = _release(workspace, study)
    with workspace.draft(target, private=True) as draft:
        workspace.write(draft / STUDY_FILE, text, private=True)
        workspace.write(draft / "published.json", published, private=True)
        workspace.publish(draft, target, private=True)
    return [target / STUDY_FILE, target / "published.json"]


def keep_earlier(workspace: Workspace, study: str, draft: Path) -> None:
    """Puts by the release that a draft is about to replace, unless it says the same.

    It lies beside the fingerprints and not in `reports/`, so that the same inputs still give the
    same reports whatever was there before. Pages that only look or read differently count as
    the same. The last few are kept, numbered in the order in which they were replaced.
    """
    present = workspace.reports / study
    before, now = _said(present) if _is_whole(present) else None, _said(draft)
    there = kept(workspace, study)
    if before is None or before == now or any(_said(one) == before for one in there[-1:]):
        return
    number = int(there[-1].name.partition("-")[0]) + 1 if there else 1
    target = workspace.own / "kept" / study / f"{number:04d}-{digest([before])[:10]}"
    with workspace.draft(target, private=True) as folder:
        for name in KEPT_FILES:
            if (present / name).is_file():
                workspace.write(folder / name, (present / name).read_bytes(), private=True)
        workspace.publish(folder, target)
    for old in there[: max(len(there) + 1 - KEPT, 0)]:
        workspace.remove(old)


def kept(workspace: Workspace, study: str) -> list[Path]:
    """The earlier releases of a study that were put by, the newest last."""
    home = workspace.own / "kept" / study
    found = home.iterdir() if home.is_dir() else ()
    return sorted(one for one in found if (one / "manifest.json").is_file() and one.name[:1] != ".")


def earlier(workspace: Workspace, study: str) -> Path | None:
    """The last release that was put by and says something else than the present one."""
    now = _said(workspace.reports / study)
    return next((one for one in reversed(kept(workspace, study)) if _said(one) != now), None)


def _is_whole(folder: Path) -> bool:
    """Whether the numbers of a release are as they were written; others are not worth keeping."""
    try:
        told = json.loads((folder / "manifest.json").read_bytes())["outputs"]
        return all(hash_file(folder / n) == told[n] for n in KEPT_FILES if n != "manifest.json")
    except (*GONE, ValueError, TypeError, KeyError):
        return False


def _said(folder: Path) -> bytes | None:
    """What a release says, whatever its pages and its study file look like; None without one."""
    try:
        manifest = json.loads((folder / "manifest.json").read_bytes())
        outputs = {n: h for n, h in manifest["outputs"].items() if not n.endswith(".html")}
        inputs = {n: h for n, h in manifest["inputs"].items() if n != STUDY_FILE}
        return canonical({**manifest, "outputs": outputs, "inputs": inputs, "study_file": ""})
    except (*GONE, ValueError, TypeError, KeyError, AttributeError):
        return None


def releases(workspace: Workspace) -> dict[str, tuple[bytes, bytes]]:
    """Of every study with reports: its study file and what was published, as they were then."""
    found = {}
    for study in workspace.studies():
        text, published = (_release(workspace, study) / n for n in (STUDY_FILE, "published.json"))
        if text.is_file() and published.is_file() and (workspace.reports / study).is_dir():
            found[study] = (text.read_bytes(), published.read_bytes())
    return found


def index_key(found: Mapping[str, tuple[bytes, bytes]]) -> str:
    """Everything that the index over some releases depends on, in one hash."""
    made_from = [part for name, both in found.items() for part in (name.encode(), *both)]
    return digest([*made_from, whole_house().encode(), canonical(versions())])


def is_index_current(workspace: Workspace, key: str) -> bool:
    """Whether the index is what was last made, from the same releases."""
    told = _unsealed(_index(workspace))
    return told.get("fingerprint") == key and _is_there(Record(**told), workspace.root)


def keep_index(workspace: Workspace, key: str) -> None:
    """Notes what the index was made from."""
    files = hashes(workspace, [workspace.reports / "index.html"])
    content = _sealed(asdict(Record(fingerprint=key, files=files)))
    workspace.write(_index(workspace), content, private=True)


def _sealed(notes: dict[str, Any]) -> bytes:
    """Notes with a hash of what they say."""
    sealed = {**notes, "seal": digest([canonical(notes)])}
    return (json.dumps(sealed, indent=1) + "\n").encode()


def _unsealed(path: Path) -> dict[str, Any]:
    """Notes as they were written; empty where they are not."""
    try:
        told: dict[str, Any] = json.loads(path.read_bytes())
        is_whole = told.pop("seal") == digest([canonical(told)])
    except (*GONE, IsADirectoryError, *_NO_NOTES):
        return {}
    return told if is_whole else {}


def _index(workspace: Workspace) -> Path:
    return workspace.own / "index.json"


def _release(workspace: Workspace, study: str) -> Path:
    return workspace.own / "releases" / study


def _path(workspace: Workspace, study: str) -> Path:
    return workspace.own / "studies" / f"{study}.json"


def _is_there(record: Record, root: Path) -> bool:
    return all((root / n).is_file() and hash_file(root / n) == h for n, h in record.files.items())
