"""Every rule of axe on every shipped page, light and dark: python -m tests.soak.axe.

`make test` leaves out axe's rule of contrast on pages of over ten thousand elements, on which it
takes minutes; here it is not left out.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from pipeline.commands.pdf import QUIET, find_browser
from tests.browser.pages import PAGES, opened

ROOT = Path(__file__).parents[2]


def main() -> int:
    """Prints a line a page and theme; fails where axe finds anything."""
    total = 0
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as started:
        shutil.copytree(ROOT / "data" / "raw", Path(folder) / "data" / "raw")
        subprocess.run(
            [sys.executable, "-m", "pipeline", "-C", folder, "-q", "run"], check=True, cwd=ROOT
        )
        asked = [*QUIET, "--no-sandbox"]
        browser = started.chromium.launch(executable_path=find_browser(), args=asked)
        for name in PAGES:
            for scheme in ("light", "dark"):
                seen = opened(browser, Path(folder) / "reports" / name)
                seen.page.set_default_timeout(0)
                seen.show(scheme=scheme)
                seen.fold(is_open=True)
                options = {"resultTypes": ["violations"]}
                found = Axe().run(seen.page, options=options).response["violations"]
                total += len(found)
                sys.stdout.write(f"{name} {scheme}: {len(found)} violations\n")
                sys.stdout.flush()
                for rule in found:
                    sys.stdout.write(f"  {rule['id']}: {rule['nodes'][0]['html'][:200]}\n")
                seen.page.context.close()
    sys.stdout.write(f"{total} violations on {len(PAGES)} pages, light and dark\n")
    return int(total > 0)


if __name__ == "__main__":
    sys.exit(main())
