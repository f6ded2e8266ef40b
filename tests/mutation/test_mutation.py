"""The planter of faults plants what it says, and tells tests that bite from those that do not."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.mutation.mutants import mutants_of
from tests.mutation.planting import plant
from tests.mutation.survivors import listed

ROOT = Path(__file__).parents[2]

CHANGES = [
    ("n < 2", {"n <= 2", "n >= 2", "n < 3", "n < 1"}),
    ("n - 1", {"n + 1", "n - 2", "n - 0"}),
    ("n ** k", {"n * k"}),
    ("-n", {"n"}),
    ("not n", {"n"}),
    ("n and k", {"n or k", "n", "k"}),
    ("n * 0.5", {"n / 0.5", "n * 1.0", "n * 0.25"}),
    ("k if n else n", {"k if not n else n"}),
    ("f(n, axis=k)", {"f(n)"}),
    ("np.minimum(n, k)", {"np.maximum(n, k)"}),
    ("np.where(f, n, k)", {"np.where(f, k, n)"}),
    ("np.sqrt(n)", {"n"}),
    ("[n for n in k if n]", {"[n for n in k]"}),
    ("f'{n:.2f}'", set()),
    ("zip(n, k, strict=True)", set()),
    ("Literal['n', 'k']", set()),
    ("assert_never(n)", set()),
]


def module_of(tmp_path: Path, source: str) -> Path:
    path = tmp_path / "measured.py"
    path.write_text(source, encoding="utf-8")
    return path


def imported(source: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = ModuleType("measured")
    module.__file__ = "measured.py"
    monkeypatch.setitem(sys.modules, "measured", module)
    exec(compile(source, "measured.py", "exec"), vars(module))  # noqa: S102
    return module


@pytest.mark.parametrize(("formula", "wrong"), CHANGES)
def test_a_formula_is_got_wrong_in_every_small_way(
    formula: str, wrong: set[str], tmp_path: Path
) -> None:
    source = f"def f(n, k, np):\n    '''Says {formula.count('n')}.'''\n    g({formula})\n"
    path = module_of(tmp_path, source)
    tree = ast.parse(source)
    planted = {
        ast.unparse(statement.body[1]).removeprefix("g(").removesuffix(")")
        for mutant in mutants_of(path, tmp_path)
        if isinstance(statement := mutant.planted(tree), ast.FunctionDef)
    }
    assert planted == {*wrong, "pass"}  # or not told to g at all


def test_defaults_constants_and_methods_have_faults_that_are_named(tmp_path: Path) -> None:
    source = (
        "LEAST: int = 10\n"
        "class Rule:\n"
        "    level: float = 0.5\n"
        "    def holds(self, n, *, at=3):\n"
        "        n = abs(n)\n"
        "        return n >= at\n"
    )
    named = {(m.where, m.change) for m in mutants_of(module_of(tmp_path, source), tmp_path)}
    assert named == {
        ("LEAST", "LEAST: int = 10 → LEAST: int = 11"),
        ("LEAST", "LEAST: int = 10 → LEAST: int = 9"),
        ("Rule", "level: float = 0.5 → level: float = 1.0"),
        ("Rule", "level: float = 0.5 → level: float = 0.25"),
        ("Rule.holds", "at=3 → at=4"),
        ("Rule.holds", "at=3 → at=2"),
        ("Rule.holds", "n = abs(n) → pass"),
        ("Rule.holds", "n = abs(n) → n = n"),
        ("Rule.holds", "return n >= at → return None"),
        ("Rule.holds", "return n >= at → return n > at"),
        ("Rule.holds", "return n >= at → return n < at"),
    }


def planted(source: str, change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A module with a fault, and another that had imported all of it before."""
    module = imported(source, monkeypatch)
    user = ModuleType("user")
    vars(user).update({n: v for n, v in vars(module).items() if not n.startswith("__")})
    monkeypatch.setitem(sys.modules, "user", user)
    mutants = mutants_of(module_of(tmp_path, source), tmp_path)
    (mutant,) = [mutant for mutant in mutants if mutant.change == change]
    plant(module, mutant.planted(ast.parse(source)))
    return user


@pytest.mark.parametrize(
    ("source", "change", "asked", "answer"),
    [
        ("def f(n):\n return n + 1", "return n + 1 → return n - 1", "f(1)", 0),
        ("def f(n, by=1):\n return n + by", "by=1 → by=2", "f(1)", 3),
        ("def f(n, *, by=1):\n return n + by", "by=1 → by=2", "f(1)", 3),
        ("T = 10\ndef f():\n return T", "T = 10 → T = 9", "T, f()", (9, 9)),
        (
            "from dataclasses import dataclass as d\n@d(slots=True)\nclass A:\n n: int = 1",
            "n: int = 1 → n: int = 2", "A().n", 2,
        ),
        (
            "class A:\n @classmethod\n def of(cls):\n  return 1",
            "return 1 → return 2", "A.of()", 2,
        ),
        (
            "class A:\n @property\n def b(self):\n  return 5",
            "return 5 → return 6", "A().b", 6,
        ),
        (
            "from functools import cache\n@cache\ndef f(n):\n return n + 1\nf(1)",
            "return n + 1 → return n - 1", "f(1)", 0,
        ),
    ],
)  # fmt: skip
def test_who_had_imported_it_before_has_the_fault(
    source: str, change: str, asked: str, answer: object,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    user = planted(source, change, tmp_path, monkeypatch)
    vars(user).setdefault("f", None)
    if hasattr(user.f, "cache_clear"):
        user.f.cache_clear()  # as is done for modules of the pipeline
    assert eval(asked, vars(user)) == answer  # noqa: S307


MEASURED = """
LEAST = 10

def halved(n):
    return n / 2

def doubled(n):
    return n * 2

def counted(n):
    found = 0
    while n > 0:
        n -= 1
        found += 1
    return found

def forgotten(n):
    return n + 1
"""
ITS_TESTS = """
from measured import LEAST, counted, doubled, halved

def test_least():
    assert LEAST == 10

def test_halved():
    assert halved(6) == 3

def test_doubled():
    assert doubled(2) == 4

def test_counted():
    assert counted(3) == 3
"""
TRYING = """
import ast, sys
from pathlib import Path
import pytest
from tests.mutation.mutants import mutants_of
from tests.mutation.trial import Trial
root = Path(sys.argv[1])
path = root / "measured.py"
trial = Trial(root, mutants_of(path, root), {"measured.py": ast.parse(path.read_text())}, least=0.3)
pytest.main(["-s", "-p", "no:terminal", "-p", "no:cacheprovider", str(root)], plugins=[trial])
for one in trial.tried:
    print(one.mutant.where, one.mutant.change, one.verdict, sep="|")
print(trial.red)
"""


def tried_in(root: Path, tests: str) -> list[str]:
    (root / "pytest.ini").write_text("[pytest]\npythonpath = .\n", encoding="utf-8")
    (root / "measured.py").write_text(MEASURED, encoding="utf-8")
    (root / "test_measured.py").write_text(tests, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", TRYING, str(root)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.splitlines()


def test_a_fault_that_no_test_notices_survives_and_the_others_are_killed(tmp_path: Path) -> None:
    verdicts = dict(line.rsplit("|", 1) for line in tried_in(tmp_path, ITS_TESTS)[:-1])
    assert verdicts["halved|return n / 2 → return n * 2"] == "killed"
    assert verdicts["halved|n / 2 → n / 1"] == "killed"
    assert verdicts["doubled|return n * 2 → return n / 2"] == "killed"
    assert verdicts["counted|n -= 1 → pass"] == "timed out"
    assert verdicts["LEAST|LEAST = 10 → LEAST = 11"] == "killed"
    assert verdicts["counted|n > 0 → n >= 0"] == "killed"
    assert verdicts["forgotten|return n + 1 → return n - 1"] == "untested"
    weak = ITS_TESTS.replace("doubled(2) == 4", "doubled(0) == 0")
    verdicts = dict(line.rsplit("|", 1) for line in tried_in(tmp_path, weak)[:-1])
    assert verdicts["doubled|return n * 2 → return n / 2"] == "survived"
    assert verdicts["halved|return n / 2 → return n * 2"] == "killed"


def test_tests_that_fail_without_a_fault_prove_nothing(tmp_path: Path) -> None:
    broken = ITS_TESTS.replace("halved(6) == 3", "halved(6) == 4")
    assert tried_in(tmp_path, broken) == ["['test_measured.py::test_halved']"]


def test_every_mutant_that_is_excused_exists_and_has_a_reason() -> None:
    modules = {module for module, *_ in listed()}
    there = {mutant.key for module in modules for mutant in mutants_of(ROOT / module, ROOT)}
    assert sorted(key for key in listed() if key not in there) == []
    assert [key for key, reason in listed().items() if len(reason.split()) < 5] == []
