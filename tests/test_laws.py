"""Laws of the house that no linter knows; each names the file that broke it."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from string import Formatter

import jinja2
import pytest
from jinja2 import nodes

import pipeline
from pipeline.problems import Kind

HOUSE = Path(pipeline.__file__).parent
ROOT = HOUSE.parent
MODULES = sorted(HOUSE.rglob("*.py"))
TEMPLATES = sorted(HOUSE.rglob("*.j2"))
TESTS = sorted((ROOT / "tests").rglob("test_*.py"))

CLOCKS = {"today", "now", "utcnow", "time", "time_ns", "localtime", "getlogin", "getuser"}
CLOCKS |= {"gethostname", "node", "expanduser", "home", "uuid1", "uuid4"}
ARITHMETIC = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)
FIGURING = {"round", "sum", "int", "float", "abs", "max", "min", "format", "sort", "filesizeformat"}
VAGUE = {"utils", "util", "helpers", "helper", "misc", "common", "manager", "data", "info"}


def name(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


def calls(source: str) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]


def looks_at_the_clock(source: str) -> list[int]:
    return [
        call.lineno
        for call in calls(source)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in CLOCKS
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id in {"date", "datetime", "time", "os", "socket", "getpass", "Path",
                                   "platform", "uuid"}
    ]  # fmt: skip


def figures(template: str) -> list[int]:
    tree = jinja2.Environment(autoescape=True).parse(template)
    reckoned = [n.lineno for n in tree.find_all((*ARITHMETIC, nodes.Compare))]
    filtered = [n.lineno for n in tree.find_all(nodes.Filter) if n.name in FIGURING]
    return sorted(reckoned + filtered)


def kinds() -> list[tuple[str, Kind]]:
    with_kinds = [m for m in MODULES if " = Kind(" in m.read_text(encoding="utf-8")]
    dotted = [".".join(("pipeline", *Path(name(m)).with_suffix("").parts)) for m in with_kinds]
    return [
        (f"{module}.{key}", value)
        for module in dotted
        for key, value in vars(importlib.import_module(module)).items()
        if isinstance(value, Kind)
    ]


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def breaches(found: dict[str, list[int]]) -> dict[str, list[int]]:
    return {module: lines for module, lines in found.items() if lines}


def test_no_output_can_know_the_clock_the_user_or_the_host() -> None:
    assert breaches({name(m): looks_at_the_clock(text(m)) for m in MODULES}) == {}


def test_templates_reckon_nothing() -> None:
    assert breaches({name(t): figures(text(t)) for t in TEMPLATES}) == {}


def test_modules_stay_small() -> None:
    lengths = {name(m): len(text(m).splitlines()) for m in MODULES}
    assert {module: length for module, length in lengths.items() if length > 300} == {}


def test_functions_stay_short() -> None:
    long = {
        f"{name(m)}:{node.name}": node.end_lineno - node.lineno
        for m in MODULES
        for node in ast.walk(ast.parse(text(m)))
        if isinstance(node, ast.FunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno > 60
    }
    assert long == {}


def test_only_the_command_line_catches_everything() -> None:
    catching = {
        name(m)
        for m in MODULES
        for node in ast.walk(ast.parse(text(m)))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in {"Exception", "BaseException"})
    }
    assert catching <= {"cli.py"}


def test_no_module_is_called_what_anything_could_be_called() -> None:
    assert [name(m) for m in MODULES if m.stem in VAGUE] == []


def test_nothing_heavy_is_imported_by_accident() -> None:
    heavy = re.compile(
        r"^\s*(import|from) (scipy\.stats|matplotlib\.pyplot|statsmodels)", re.MULTILINE
    )
    assert [name(m) for m in MODULES if heavy.search(text(m))] == []


def test_every_code_means_one_thing() -> None:
    by_code: dict[str, set[str]] = {}
    for where, kind in kinds():
        by_code.setdefault(kind.code, set()).add(f"{kind.found}|{kind.expected}")
        assert re.fullmatch(r"[SDLMGPRW]\d{3}", kind.code), where
    assert {code: told for code, told in by_code.items() if len(told) > 1} == {}


def test_every_problem_says_what_to_do_and_can_be_explained() -> None:
    silent = [where for where, k in kinds() if k.severity == "error" and not k.remedy]
    assert silent == []
    assert [where for where, kind in kinds() if not kind.explains] == []


def test_the_words_of_problems_are_well_formed() -> None:
    for where, kind in kinds():
        for sentence in (kind.found, kind.expected, kind.remedy):
            fields = [field for _, field, _, _ in Formatter().parse(sentence) if field is not None]
            assert all(fields), where
        assert not kind.found.endswith("."), where
        assert not kind.expected.endswith("."), where


def registered(module: Path, register: str) -> str:
    """The source of a register: the value that is assigned to its name."""
    for node in ast.walk(ast.parse(text(module))):
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == register:
            return ast.unparse(node)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == register:
            return ast.unparse(node)
    message = f"{name(module)} has no {register}"
    raise AssertionError(message)


@pytest.mark.parametrize(
    ("folder", "register"),
    [("ingest/formats", "FORMATS"), ("report/pages", "PAGES")],
)
def test_every_leaf_is_in_its_register(folder: str, register: str) -> None:
    home = HOUSE / folder
    leaves = {p.stem for p in home.iterdir() if p.suffix == ".py" or (p / "__init__.py").is_file()}
    listed = registered(home / "__init__.py", register)
    missing = {
        leaf for leaf in leaves - {"__init__", "index"} if not re.search(rf"\b{leaf}\b", listed)
    }
    assert missing == set()


def test_no_two_test_files_share_a_name() -> None:
    names = Counter(path.name for path in TESTS)
    assert [shared for shared, count in names.items() if count > 1] == []


def test_every_test_file_claims_something() -> None:
    assert [path.name for path in TESTS if not re.search(r"assert |raises", text(path))] == []


@pytest.mark.parametrize(
    "bad",
    ["{{ a - b }}", "{{ x | round(1) }}", "{% if p < 0.05 %}y{% endif %}", "{{ a * 2 }}"],
)
def test_the_template_law_bites(bad: str) -> None:
    assert figures(bad) != []


@pytest.mark.parametrize("bad", ["datetime.now()", "time.time()", "date.today()", "Path.home()"])
def test_the_clock_law_bites(bad: str) -> None:
    assert looks_at_the_clock(bad) != []


def test_statistics_loads_no_slow_library() -> None:
    """Distributions come from scipy.special; frames and models belong elsewhere."""
    slow = ("scipy.stats", "scipy.optimize", "pandas", "statsmodels", "matplotlib", "duckdb")
    code = (
        "import importlib, pkgutil, sys, pipeline.statistics as room\n"
        "for one in pkgutil.iter_modules(room.__path__):\n"
        "    importlib.import_module(f'{room.__name__}.{one.name}')\n"
        f"print([name for name in {slow!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
