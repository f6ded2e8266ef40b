"""Prints the pages of a study as PDF, with the browser that is installed."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Final, Literal

from pipeline.commands.settings import PRINTED
from pipeline.commands.share import NOT_RUN
from pipeline.problems import Kind, Place, Problem
from pipeline.stages import STUDY_FILE
from pipeline.workspace import scratch

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workspace import Workspace

Paper = Literal["letter", "a4"]

VARIABLE: Final = "CHROMIUM"
WAITS: Final = 180
"""Seconds that a browser may take for one page."""

NAMES: Final = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "microsoft-edge", "microsoft-edge-stable", "msedge",
)  # fmt: skip
MAC: Final = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
WINDOWS: Final = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
PROGRAMS: Final = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")

QUIET: Final = (
    "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-extensions",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
"""A browser without a window that keeps to itself."""
TAGGED: Final = (
    "--no-pdf-header-footer", "--export-tagged-pdf", "--generate-pdf-document-outline",
)  # fmt: skip
"""The page's own header and foot; headings, tables and figures are marked for those who listen."""

NO_BROWSER: Final = Kind(
    code="W050",
    found="found no Chromium, Chrome or Edge",
    expected="expected one to print with",
    remedy="Install one (Debian, Ubuntu: apt-get install chromium), or name it in CHROMIUM. "
    "Without one: open the page in any browser and print it to PDF.",
    explains="A PDF is the page as a browser prints it, so it needs one of the Chromium family. "
    "Everything else works without; each page carries its own print layout.",
)
NOT_PRINTED: Final = Kind(
    code="W051",
    found="the browser printed nothing ({reason})",
    expected="expected a PDF",
    remedy="Try again, name another browser in CHROMIUM, or open the page and print it. "
    "Earlier PDFs are as they were.",
    explains="A browser was found and started, but gave no PDF back in time. PDFs are put in place "
    "only when all pages of a study are printed.",
)
NAME_TAKEN: Final = Kind(
    code="W052",
    found='found a study called "pdf"',
    expected="expected that name to be free",
    remedy="Rename its folder in data/raw; PDFs of all studies are kept in reports/pdf.",
    explains="reports/pdf holds the printed pages. A study of that name would lie in the same "
    "place and one would replace the other.",
)


def find_browser() -> str | None:
    """The browser to print with: the one that CHROMIUM names, else the first that is found."""
    named = os.environ.get(VARIABLE, "").strip()
    if named:
        return shutil.which(named)
    roots = [os.environ[name] for name in PROGRAMS if os.environ.get(name)]
    places = [f"/Applications/{path}" for path in MAC]
    places += [f"{root}/{path}" for path in WINDOWS for root in roots]
    found = (shutil.which(name) for name in (*NAMES, *places))
    return next((path for path in found if path), None)


def print_study(workspace: Workspace, study: str, *, paper: Paper = "letter") -> list[str]:
    """Prints every page of a study's release.

    Returns:
        The PDFs, as the analyst would type them.

    Raises:
        Problem: There is no release, no browser, or no PDF came out.
    """
    pages = sorted((workspace.reports / study).glob("*.html"))
    if study == PRINTED:
        raise Problem(NAME_TAKEN, Place(file=f"data/raw/{study}"))
    if not pages:
        place = Place(file=workspace.shown(workspace.raw(study) / STUDY_FILE))
        raise Problem(NOT_RUN, place, study=study)
    browser = find_browser()
    if browser is None:
        raise Problem(NO_BROWSER, Place(file=workspace.shown(workspace.reports / study)))
    target = workspace.reports / PRINTED / study
    with workspace.locked(), workspace.draft(target) as draft:
        for page in pages:
            _print(workspace, browser, page, draft, paper)
        workspace.publish(draft, target)
    return [workspace.shown(target / f"{page.stem}.pdf") for page in pages]


def _print(workspace: Workspace, browser: str, page: Path, draft: Path, paper: Paper) -> None:
    """One page into one PDF of the draft."""
    sized, printed = draft / page.name, draft / f"{page.stem}.pdf"
    text = on_paper(page.read_text(encoding="utf-8"), paper)
    workspace.write(sized, text.encode())
    with scratch() as profile:
        command = [browser, *QUIET, *_as_root(), f"--user-data-dir={profile}", *TAGGED]
        reason = _done([*command, f"--print-to-pdf={printed}", sized.as_uri()])
    if reason is None and not _is_pdf(printed):
        reason = "no file came out"
    if reason is not None:
        raise Problem(NOT_PRINTED, Place(file=workspace.shown(page)), reason=reason)
    workspace.remove(sized)


def on_paper(html: str, paper: Paper) -> str:
    """A page that asks for a paper size, and whose policy lets that one rule through."""
    rule = f"@page{{size:{paper}}}"
    digest = base64.b64encode(hashlib.sha256(rule.encode()).digest()).decode()
    allowed = re.sub(r"(style-src '[^']+')", rf"\1 'sha256-{digest}'", html, count=1)
    return allowed.replace("</head>", f"<style>{rule}</style></head>", 1)


def _as_root() -> tuple[str, ...]:
    # Chromium starts no sandbox for root, as in a container
    is_root = getattr(os, "geteuid", lambda: 1)() == 0
    return ("--no-sandbox",) if is_root else ()


def _done(command: list[str]) -> str | None:
    """Runs the browser; says why it failed."""
    try:
        ended = subprocess.run(  # noqa: S603  a program that was found, on a page of ours
            command, capture_output=True, check=False, timeout=WAITS, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        return f"it took more than {WAITS} seconds"
    except OSError as error:
        return error.strerror or type(error).__name__
    return f"it ended with {ended.returncode}" if ended.returncode else None


def _is_pdf(path: Path) -> bool:
    return path.is_file() and path.read_bytes().startswith(b"%PDF-")
