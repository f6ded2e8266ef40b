"""The mutants that no test can notice, with the reasons why."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

LIST: Final = Path(__file__).with_name("survivors.toml")


@cache
def listed() -> dict[tuple[str, str, str, int], str]:
    """Reason by module, function, change and which of the same changes it is."""
    content = tomllib.loads(LIST.read_text(encoding="utf-8"))
    return {
        (entry["module"], entry["where"], entry["change"], nth): entry["reason"]
        for entry in content.get("equivalent", [])
        for nth in entry.get("nth", [1])
    }
