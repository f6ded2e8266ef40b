"""Threat: a package that is not the one that was looked at.

That every requirement of every lock is pinned by hash: tests/test_house.py. What is locked is
listed in docs/sbom.cdx.json, which `make sbom` holds against the schema of CycloneDX 1.6;
`make audit` asks for known weaknesses.
"""

from __future__ import annotations

import importlib.util
import json
import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parent.parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
BILL: dict[str, Any] = json.loads((ROOT / "docs" / "sbom.cdx.json").read_text(encoding="utf-8"))
PARTS: list[dict[str, Any]] = BILL["components"]


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_bill_lists_exactly_the_locked_packages_with_their_hashes() -> None:
    pins = re.findall(r"^([a-z0-9.-]+)==([^ \\\n]+)", LOCK, re.MULTILINE)
    assert [(part["name"], part["version"]) for part in PARTS] == pins
    listed = [one["content"] for part in PARTS for one in part["hashes"]]
    assert listed == re.findall(r"sha256:([0-9a-f]{64})", LOCK)
    assert [part["purl"] for part in PARTS] == [f"pkg:pypi/{n}@{v}" for n, v in pins]


def test_the_bill_in_the_docs_is_current_and_the_same_every_time() -> None:
    made = tool("sbom").text()
    assert made == (ROOT / "docs" / "sbom.cdx.json").read_text(encoding="utf-8")
    assert made == tool("sbom").text()


def test_a_pin_that_is_added_or_left_out_is_seen() -> None:
    sbom = tool("sbom")
    project = {"name": "x", "version": "1", "license": "MIT"}
    more = f"{LOCK}click==1.0 ; os_name == 'nt' \\\n    --hash=sha256:{'0' * 64}\n"
    made = sbom.bill(more, project)
    assert len(made["components"]) == len(PARTS) + 1
    assert made["components"][-1]["properties"][0]["value"] == "os_name == 'nt'"
    assert made["serialNumber"] != sbom.bill(LOCK, project)["serialNumber"]
    with pytest.raises(KeyError):
        sbom.bill(f"unheard-of==1 \\\n    --hash=sha256:{'0' * 64}\n", project)


def test_licences_are_those_that_the_packages_name() -> None:
    seen = 0
    for part in PARTS:
        try:
            told = metadata(part["name"])
        except PackageNotFoundError:
            continue  # taken on other systems only
        named = next(iter(told.get_all("License-Expression") or ()), None)
        classified = [c for c in told.get_all("Classifier") or () if c.startswith("License ::")]
        (given,) = (one["expression"] for one in part["licenses"])
        if named is not None:
            assert given == named, part["name"]
        elif classified:
            family = given.partition("-")[0].replace("PSF", "Python Software Foundation")
            assert any(family in one for one in classified), part["name"]
        seen += 1
    assert seen > 20


def test_an_audit_says_what_it_could_not_look_up() -> None:
    told = tool("audit").told
    weak = {"name": "a", "version": "1", "vulns": [{"id": "X-1"}]}
    fine = {"name": "b", "version": "1", "vulns": []}
    lost = {"name": "c", "skip_reason": "not found"}
    assert told("l", json.dumps({"dependencies": [weak, fine]}))[0] == 1
    code, said = told("l", json.dumps({"dependencies": [fine, lost]}))
    assert code == 0
    assert "NOT AUDITED: c" in said
    for nothing in ("", json.dumps({"dependencies": [lost]})):
        code, said = told("l", nothing)
        assert code == 0
        assert "NOT AUDITED" in said
