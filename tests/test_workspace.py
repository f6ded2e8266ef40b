from __future__ import annotations

import errno
import hashlib
import os
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from pipeline import disk
from pipeline import workspace as places
from pipeline.problems import Problem, Problems
from pipeline.workspace import Workspace, hash_file, hash_folder, inside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def here(tmp_path: Path) -> Workspace:
    for study in ("beta", "alpha"):
        folder = tmp_path / "data" / "raw" / study
        folder.mkdir(parents=True)
        (folder / "study.yaml").write_text("version: 1\n", encoding="utf-8")
    (tmp_path / "data" / "raw" / "notes").mkdir()
    return Workspace(tmp_path)


@pytest.fixture
def a_umask() -> Iterator[None]:
    old = os.umask(0o022)
    yield
    os.umask(old)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def folder_of(parent: Path, name: str, **files: str) -> Path:
    folder = parent / name
    folder.mkdir(parents=True, exist_ok=True)
    for file, content in files.items():
        (folder / file).write_text(content, encoding="utf-8")
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_study_is_a_folder_with_a_study_file(here: Workspace) -> None:
    assert here.studies() == ("alpha", "beta")
    assert here.chosen(()) == ("alpha", "beta")
    assert here.chosen(("beta",)) == ("beta",)


def test_a_folder_without_studies_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"W001.*data/raw/<study>/"):
        Workspace(tmp_path).chosen(())


def test_a_study_that_is_not_there_is_met_with_the_nearest(here: Workspace) -> None:
    with pytest.raises(Problems) as told:
        here.chosen(("alhpa", "zzz"))
    assert 'Did you mean "alpha"?' in str(told.value)
    assert len(told.value.all) == 2


def test_a_file_is_written_whole_and_leaves_no_draft(here: Workspace) -> None:
    here.write(here.reports / "index.html", b"one")
    here.write(here.reports / "index.html", b"two")
    assert (here.reports / "index.html").read_bytes() == b"two"
    assert names(here.reports) == ["index.html"]


@pytest.mark.usefixtures("a_umask")
def test_private_files_are_for_their_owner_alone(here: Workspace) -> None:
    here.write(here.root / "private.txt", b"x", private=True)
    here.write(here.root / "public.txt", b"x")
    assert mode(here.root / "private.txt") == 0o600
    assert mode(here.root / "public.txt") == 0o644
    with here.draft(here.processed("alpha"), private=True) as folder:
        assert mode(folder) == 0o700


@pytest.mark.parametrize(
    ("code", "told_as"), [(errno.ENOSPC, "W004"), (errno.EIO, "W009"), (errno.EROFS, "W005")]
)
def test_a_disk_that_refuses_leaves_the_old_file_and_says_what_to_do(
    here: Workspace, monkeypatch: pytest.MonkeyPatch, code: int, told_as: str
) -> None:
    here.write(here.reports / "index.html", b"old")

    def refuse(_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(Problem) as told:
        here.write(here.reports / "index.html", b"new")
    assert told.value.kind.code == told_as
    assert told.value.place.file == "reports/index.html"
    assert (here.reports / "index.html").read_bytes() == b"old"
    assert names(here.reports) == ["index.html"]


@pytest.mark.parametrize("can_exchange", [True, False])
def test_a_release_is_swapped_in_whole(
    here: Workspace, monkeypatch: pytest.MonkeyPatch, can_exchange: bool
) -> None:
    if not can_exchange:
        monkeypatch.setattr(places, "exchanged", lambda *_: False)
    target = here.reports / "alpha"
    for content in ("one", "two"):
        with here.draft(target) as folder:
            folder_of(folder.parent, folder.name, **{"a.html": content, f"{content}.csv": ""})
            here.publish(folder, target)
    assert names(target) == ["a.html", "two.csv"]
    assert (target / "a.html").read_text(encoding="utf-8") == "two"
    assert names(here.reports) == ["alpha"]


def test_a_swap_in_two_steps_that_fails_at_the_second_goes_back(
    here: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "exchanged", lambda *_: False)
    target = folder_of(here.reports, "alpha", a="old")
    real = type(target).rename

    def rename(path: Path, to: Path) -> Path:
        if path.suffix == ".draft":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(path, to)

    monkeypatch.setattr(type(target), "rename", rename)
    with here.draft(target) as folder, pytest.raises(Problem, match="W009"):
        here.publish(folder_of(folder.parent, folder.name, a="new"), target)
    assert names(here.reports) == ["alpha"]
    assert (target / "a").read_text(encoding="utf-8") == "old"


def test_a_file_system_without_locks_is_not_another_run(
    here: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl")

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(OSError, match="locks"), here.locked():
        pass


def test_an_empty_key_is_no_key(here: Workspace) -> None:
    here.write(here.own / "pseudonym.key", b"", private=True)
    assert len(here.key(here.raw("alpha"), env=None, file=None)) == 32


def test_this_system_can_swap_two_folders_in_one_step(tmp_path: Path) -> None:
    one, two = folder_of(tmp_path, "one", a="1"), folder_of(tmp_path, "two", b="2")
    if disk.exchanged(one, two):
        assert (names(one), names(two)) == (["b"], ["a"])
    else:
        assert sys.platform != "linux"


def test_a_draft_that_is_not_published_is_gone(here: Workspace) -> None:
    target = here.reports / "alpha"
    with here.draft(target) as folder:
        folder_of(folder.parent, folder.name, a="1")
    assert names(here.reports) == []


def test_a_swap_that_was_cut_short_is_put_right_at_the_next_start(here: Workspace) -> None:
    folder_of(here.reports, ".alpha.old", a="old")
    folder_of(here.reports, ".alpha.draft", a="new")
    folder_of(here.reports, "beta", a="new")
    folder_of(here.reports, ".beta.old", a="old")
    (here.reports / ".index.html.draft").write_bytes(b"half")
    with here.locked():
        assert names(here.reports) == ["alpha", "beta"]
    assert (here.reports / "alpha" / "a").read_text(encoding="utf-8") == "old"
    assert (here.reports / "beta" / "a").read_text(encoding="utf-8") == "new"


def test_the_second_run_leaves_with_a_clear_message(here: Workspace) -> None:
    script = (
        "import sys; from pathlib import Path; from pipeline.workspace import Workspace\n"
        "with Workspace(Path(sys.argv[1])).locked(): print('alone')"
    )
    command = [sys.executable, "-c", script, str(here.root)]
    with here.locked():
        second = subprocess.run(command, capture_output=True, text=True, check=False)
    third = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "another run at work" in second.stderr
    assert third.stdout == "alone\n"


def test_a_hash_is_that_of_the_bytes(tmp_path: Path) -> None:
    folder_of(tmp_path, "deep", a="1")
    folder_of(tmp_path, "deep/er", b="2")
    expected = {"a": b"1", "er/b": b"2"}
    told = hash_folder(tmp_path / "deep")
    assert told == {name: hashlib.sha256(text).hexdigest() for name, text in expected.items()}
    assert hash_file(tmp_path / "deep" / "a") == told["a"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_links_and_pipes_are_named_and_never_opened(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "deep", a="1")
    os.mkfifo(folder / "pipe")
    (folder / "link").symlink_to("/etc/hostname")
    told = hash_folder(folder)
    assert told["pipe"] == told["link"] == "not a plain file"


def test_a_path_inside_is_found(tmp_path: Path) -> None:
    folder_of(tmp_path, "deep", a="1")
    assert inside(tmp_path, "deep/a") == tmp_path / "deep" / "a"


@pytest.mark.parametrize(
    "path",
    ["", "../x", "deep/../../x", "/etc/hostname", "deep", "missing", "a\\b", "link", "far/a"],
)
def test_a_path_that_leaves_the_folder_is_refused(tmp_path: Path, path: str) -> None:
    study = folder_of(tmp_path, "study")
    folder_of(study, "deep", a="1")
    folder_of(tmp_path, "outside", a="1")
    (tmp_path / "x").write_text("secret", encoding="utf-8")
    (study / "link").symlink_to(tmp_path / "x")
    (study / "far").symlink_to(tmp_path / "outside")
    with pytest.raises(Problem, match="W007"):
        inside(study, path)


def test_the_key_is_made_once_and_for_its_owner_alone(here: Workspace) -> None:
    folder = here.raw("alpha")
    first = here.key(folder, env=None, file=None)
    assert len(first) == 32
    assert here.key(folder, env="OUTCOMES_KEY_THAT_IS_NOT_SET", file=None) == first
    assert mode(here.own / "pseudonym.key") == 0o600


def test_a_check_keeps_no_key(here: Workspace) -> None:
    assert len(here.key(here.raw("alpha"), env=None, file=None, keep=False)) == 32
    assert not here.own.exists()


def test_a_key_may_come_from_the_environment_or_a_named_file(
    here: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = here.raw("alpha")
    (folder / "key.txt").write_bytes(b"from a file")
    assert here.key(folder, env=None, file="key.txt") == b"from a file"
    monkeypatch.setenv("OUTCOMES_KEY", "from outside")
    assert here.key(folder, env="OUTCOMES_KEY", file="key.txt") == b"from outside"
    with pytest.raises(Problem, match="W007"):
        here.key(folder, env=None, file="../beta/study.yaml")


def test_what_is_not_there_is_not_removed(here: Workspace) -> None:
    folder_of(here.reports, "alpha", a="1")
    assert here.remove(here.reports / "alpha")
    assert not here.remove(here.reports / "alpha")
