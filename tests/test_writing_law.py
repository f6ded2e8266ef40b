"""One hand writes files: by the text of the code, and by what a whole run does."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import pytest

import pipeline
from tests.workspaces import REPOSITORY, Tiny

HOUSE = Path(pipeline.__file__).parent
HANDS = ("workspace.py", "disk.py")
METHODS = {
    # of paths
    *("write_text", "write_bytes", "mkdir", "unlink", "rmdir", "touch", "rename", "chmod"),
    *("symlink_to", "hardlink_to", "link_to", "lchmod", "copy_into", "move_into", "move"),
    # of frames, arrays, figures, pages, archives
    *(
        "to_csv",
        "to_parquet",
        "to_excel",
        "to_pickle",
        "to_feather",
        "to_hdf",
        "to_sql",
        "to_stata",
    ),
    *("savetxt", "tofile", "savez", "savez_compressed", "dump_to_file"),
    *("write_csv", "extractall", "extract", "print_png", "print_figure", "writestr"),
}
MODULES = {"shutil", "tempfile", "fileinput", "shelve", "dbm", "sqlite3", "mmap", "logging"}
OF_SHUTIL = {"which", "get_terminal_size", "disk_usage"}
OF_OS = {
    *("open", "fdopen", "rename", "renames", "replace", "remove", "unlink", "rmdir", "removedirs"),
    *("mkdir", "makedirs", "mkfifo", "mknod", "link", "symlink", "truncate", "ftruncate", "chmod"),
    *("chown", "utime", "write", "pwrite", "writev", "sendfile", "copy_file_range", "system"),
    *("popen", "fchmod", "lchown", "fchown", "posix_fallocate", "setxattr"),
}
OPENS = {"open", "ZipFile", "TarFile", "GzipFile", "BZ2File", "LZMAFile", "memmap"}
ARCHIVES = {"gzip", "bz2", "lzma", "zipfile", "tarfile", "codecs"}
SQL = re.compile(r"\s*(COPY\b.*\bTO\b|EXPORT\s+DATABASE|ATTACH\b|INSTALL\b)", re.DOTALL)
"""As queries are written here: in capitals."""
MAY_COPY = {"engine/session.py"}
"""The engine writes tables by itself, into drafts; the workspace puts them in place."""


def names(source: str) -> dict[str, str]:
    """What each imported name stands for, dotted."""
    found: dict[str, str] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for one in node.names:
                found[one.asname or one.name] = one.name
        elif isinstance(node, ast.ImportFrom):
            found |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
    return found


def dotted(node: ast.expr, known: dict[str, str]) -> str:
    """A called name in full: `rm(x)` after `from os import remove as rm` is `os.remove`."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        parts.append(known.get(node.id, node.id))
    return ".".join(reversed(parts))


def is_written(called: str) -> bool:
    """Whether a function of the standard library that is named in full writes."""
    module, _, function = called.rpartition(".")
    if module == "os":
        return function in OF_OS
    if module == "shutil":
        return function not in OF_SHUTIL
    return module.partition(".")[0] in MODULES and module != "logging"


def opens_for_writing(call: ast.Call, called: str) -> bool:
    """A mode that writes, or one that is not said outright."""
    if called.rpartition(".")[2] not in OPENS or called in {"os.open", "webbrowser.open"}:
        return False
    keyword = next((k.value for k in call.keywords if k.arg == "mode"), None)
    is_function = called in {"open", "io.open"} or called.split(".", maxsplit=1)[0] in ARCHIVES
    place = 1 if is_function or called.endswith("File") else 0
    place = 2 if called.endswith("memmap") else place
    mode = keyword or (call.args[place] if len(call.args) > place else None)
    if mode is None:
        return False
    if isinstance(mode, ast.Constant) and isinstance(mode.value, str):
        return bool(set(mode.value) & set("wxa+"))
    return True


def writes(source: str) -> list[int]:
    """The lines in which something is written to the disk."""
    known, found = names(source), []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value):
            found.append(node.lineno)
        if not isinstance(node, ast.Call):
            continue
        called = dotted(node.func, known)
        method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        is_moved = method == "replace" and len(node.args) == 1 and not node.keywords
        is_saved = method in {"savefig", "save"} and not _is_in_memory(node)
        is_named = method in METHODS or is_written(called)
        if is_named or is_moved or is_saved or opens_for_writing(node, called):
            found.append(node.lineno)
    return sorted(set(found))


def _is_in_memory(call: ast.Call) -> bool:
    """Whether what is saved goes to a buffer that was made of bytes or text here."""
    given = call.args[0] if call.args else None
    return isinstance(given, ast.Name) and given.id == "draft"


def breaches(house: Path) -> dict[str, list[int]]:
    """The lines that write, by module; the workspace and its hand may."""
    found = {}
    for module in sorted(house.rglob("*.py")):
        name = module.relative_to(house).as_posix()
        if name not in HANDS:
            lines = writes(module.read_text(encoding="utf-8"))
            found[name] = [] if name in MAY_COPY and len(lines) == 1 else lines
    return {name: lines for name, lines in found.items() if lines}


def test_nothing_but_the_workspace_writes() -> None:
    assert breaches(HOUSE) == {}


@pytest.mark.parametrize(
    "bad",
    [
        "p.write_text('x')", "open(p, 'w')", "p.open(mode='ab')", "p.open('r+')", "open(p, mode)",
        "import os\nos.open(p, os.O_RDWR)", "import os\nos.replace(a, b)", "draft.replace(target)",
        "from os import remove as rm\nrm(p)", "import os as system\nsystem.makedirs(p)",
        "import shutil\nshutil.copy(a, b)", "from shutil import move\nmove(a, b)",
        "import tempfile\ntempfile.mkdtemp()", "import zipfile\nzipfile.ZipFile(p, 'w')",
        "import gzip\ngzip.open(p, 'wb')", "import io\nio.open(p, 'x')", "frame.to_csv(p)",
        "figure.savefig(path)", "np.save(path, x)", "np.memmap(p, t, 'w+')",
        "archive.extractall(p)",
        "session.execute(\"COPY t TO 'x.csv'\")", "session.execute('EXPORT DATABASE x')",
        "session.execute(\"ATTACH 'x.db'\")", "import sqlite3\nsqlite3.connect(p)", "p.mkdir()",
    ],
)  # fmt: skip
def test_the_law_bites(bad: str) -> None:
    assert writes(bad) != []


@pytest.mark.parametrize(
    "good",
    [
        "open(p)", "p.open('rb')", "p.open(encoding='utf-8')", "text.replace('w', 'x')",
        "replace(row, n=1)", "day.replace(day=1)", "import zipfile\nzipfile.ZipFile(p)",
        "import shutil\nshutil.which('x')", "import os\nos.environ.get('x')",
        "figure.savefig(draft, format='svg')", "import webbrowser\nwebbrowser.open(url)",
        "'Copy the workspace to one of your own.'.split()",
    ],
)  # fmt: skip
def test_the_law_lets_reading_be(good: str) -> None:
    assert writes(good) == []


WATCHED = """
import json, os, sys
from pathlib import Path
from pipeline.cli import main
house, root, seen = Path(sys.argv[1]), sys.argv[2], []
fonts = os.environ["MPLCONFIGDIR"]  # where the library of charts lists the fonts of a machine
writing = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.chmod",
           "os.truncate", "shutil.rmtree", "shutil.copyfile", "shutil.move", "os.utime"}
def watch(event, given):
    flags = given[2] if event == "open" and isinstance(given[2], int) else 0
    if event not in writing and not flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        return
    frame = sys._getframe(1)
    while frame and not frame.f_code.co_filename.startswith(str(house)):
        frame = frame.f_back
    by = Path(frame.f_code.co_filename).relative_to(house).as_posix() if frame else "nobody"
    if str(given[0]).startswith(root) or by != "nobody" and not str(given[0]).startswith(fonts):
        seen.append((by, event))
sys.addaudithook(watch)
try:
    main(["-C", root, "run"])
finally:
    print("SEEN", json.dumps(seen))
"""


def watched(house: Path, root: Path) -> set[str]:
    """The modules that wrote something while a study was run, by what Python itself reports."""
    command = [sys.executable, "-c", WATCHED, str(house), str(root)]
    place = {
        **os.environ,
        "PYTHONPATH": f"{house.parent}{os.pathsep}{REPOSITORY}",
        "MPLCONFIGDIR": mpl.get_configdir(),
    }
    done = subprocess.run(command, capture_output=True, text=True, env=place, check=False)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout.rpartition("SEEN ")[2])
    assert len(seen) > 50
    return {by for by, _ in seen}


def test_in_a_whole_run_nothing_but_the_workspace_writes(tmp_path: Path) -> None:
    assert watched(HOUSE, Tiny(tmp_path.resolve()).make().root) <= set(HANDS)
