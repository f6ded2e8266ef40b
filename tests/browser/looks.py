"""How the pages look, kept small: python -m tests.browser.looks writes the pictures anew.

Pictures depend on fonts, so they are compared only where the fonts measure as they did.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image

from tests.browser.pages import PAGES, opened

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from playwright.sync_api import Browser

    from tests.browser.pages import Opened

    Grey = NDArray[np.float64]

KEPT: Final = Path(__file__).parents[1] / "data" / "looks"
FONTS: Final = KEPT / "fonts.json"
VIEWS: Final = {"desktop": (1280, "light"), "dark": (1280, "dark"), "phone": (360, "light")}
TALLEST: Final = 5000
"""Pixels of a page that are looked at."""
ACROSS: Final = 128
"""Pixels across of what is kept."""
_RULER: Final = """() => ['body', 'h1'].map(of => {
    const pen = document.createElement('canvas').getContext('2d');
    const style = getComputedStyle(document.querySelector(of));
    pen.font = `${style.fontWeight} 100px ${style.fontFamily}`;
    return Math.round(pen.measureText('Attendance rose 2.1 points').width);
})"""


def name_of(page: str, view: str) -> Path:
    """Where the picture of a page is kept."""
    return KEPT / f"{page.removesuffix('.html').replace('/', '-')}-{view}.png"


def fonts(seen: Opened) -> list[int]:
    """How wide the fonts of this machine are."""
    return [int(width) for width in seen.page.evaluate(_RULER)]


def look(seen: Opened, view: str) -> Grey:
    """The page in shades of grey, 0 to 1, small."""
    width, scheme = VIEWS[view]
    seen.size(width)
    seen.show(scheme=scheme)
    seen.fold(is_open=False)
    height = min(int(seen.page.evaluate("document.documentElement.scrollHeight")), TALLEST)
    shot = seen.page.screenshot(
        full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height}
    )
    grey = np.asarray(Image.open(io.BytesIO(shot)).convert("L"), dtype=np.float64) / 255
    step = width // ACROSS if width > 2 * ACROSS else 3
    rows, columns = (side // step for side in grey.shape)
    blocks = grey[: rows * step, : columns * step].reshape(rows, step, columns, step)
    return np.asarray(blocks.mean(axis=(1, 3)), dtype=np.float64)


def kept(page: str, view: str) -> Grey:
    """The picture as it was."""
    return np.asarray(Image.open(name_of(page, view)).convert("L"), dtype=np.float64) / 255


def unlike(first: Grey, second: Grey) -> float:
    """The share of a page that looks different, from 0 to 1."""
    height = min(len(first), len(second))
    longer = max(len(first), len(second))
    apart = np.abs(first[:height] - second[:height]) > 0.25
    return float((apart.mean() * height + (longer - height)) / longer)


def keep(browser: Browser, reports: Path) -> None:
    """Writes every picture, and how wide the fonts were."""
    KEPT.mkdir(parents=True, exist_ok=True)
    for page in PAGES:
        seen = opened(browser, reports / page)
        FONTS.write_text(json.dumps(fonts(seen)) + "\n", encoding="utf-8")
        for view in VIEWS:
            shades = (np.round(look(seen, view) * 15) * 17).astype(np.uint8)
            Image.fromarray(shades).save(name_of(page, view), optimize=True)
        seen.page.context.close()


def main() -> None:
    """Runs the shipped studies and keeps how their pages look."""
    import shutil
    import subprocess

    from playwright.sync_api import sync_playwright

    from pipeline.commands.pdf import QUIET, find_browser

    root = Path(__file__).parents[2]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as started:
        shutil.copytree(root / "data" / "raw", Path(folder) / "data" / "raw")
        subprocess.run(
            [sys.executable, "-m", "pipeline", "-C", folder, "-q", "run"], check=True, cwd=root
        )
        made = started.chromium.launch(
            executable_path=find_browser(), args=[*QUIET, "--no-sandbox"]
        )
        keep(made, Path(folder) / "reports")
        made.close()


if __name__ == "__main__":
    main()
