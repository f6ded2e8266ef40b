"""Threat: code in the configuration: YAML that makes objects, expressions that reach elsewhere.

Every construct that YAML has and a study file may not have, with its place: tests/study/told_yaml
and tests/study/test_study_yaml.py; every node that an expression may not hold:
tests/study/test_study_expressions.py. Any bytes and any text: the same files, by hypothesis.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import duckdb
import pytest

from pipeline.engine.session import Session
from pipeline.problems import Problem, Problems
from pipeline.study.expressions import parse_expression
from pipeline.study.load import load_study

if TYPE_CHECKING:
    from pathlib import Path

LAUGHS = "\n".join(
    ["a0: &a0 ha"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
)
YAML = {
    "aliases": LAUGHS,
    "a merge": "base: &b {x: 1}\nstudy: {<<: *b}",
    "an object": "!!python/object/apply:os.system ['true']",
    "a tag": "study: !unheard x",
    "a directive": "%TAG ! tag:e.test,2000:\n---\nstudy: x",
    "two documents": "version: 1\n---\nversion: 1",
    "depth": "[" * 3000 + "]" * 3000,
    "depth by indents": "\n".join(" " * n + "x:" for n in range(900)),
    "size": "# " + "x" * 1_000_001,
    "many keys": "\n".join(f"k{n}: 1" for n in range(5_000)),
}
EXPRESSIONS = (
    "read_text('/etc/hostname')", "getenv('HOME')", "(SELECT 1)", "1; DROP TABLE x", "a FROM x",
    "a -- x", "a /* x */ + 1", "current_setting('home_directory')", "a::BLOB", "[1, 2]", "{'a': 1}",
    "x -> 1", "list_transform([1], x -> x)", "glob('*')", "a IN (SELECT a FROM b)", "$1", "?",
    "\"a\" || 'b'", "array_agg(a)", "count(*)", "row_number() OVER ()", "a COLLATE nocase",
    "date '2020-01-01'", "repeat('x', 1000000000)", "a ** 99999999", "(" * 5000 + "1" + ")" * 5000,
    "case when a then (select 1) else 1 end", "coalesce(a, read_csv('x'))", "t.a", "main.t.a", "*",
)  # fmt: skip


@pytest.mark.parametrize("text", YAML.values(), ids=YAML)
def test_yaml_that_is_more_than_text_is_refused_at_once(text: str) -> None:
    began = time.perf_counter()
    with pytest.raises((Problem, Problems)):
        load_study(text.encode(), file="study.yaml")
    assert time.perf_counter() - began < 10


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_an_expression_that_reaches_elsewhere_is_refused(text: str) -> None:
    began = time.perf_counter()
    with pytest.raises((Problem, Problems)):
        parse_expression(text)
    assert time.perf_counter() - began < 5


STATEMENTS = (
    "SELECT * FROM read_text('{outside}')",
    "SELECT * FROM read_csv('{outside}')",
    "SELECT * FROM '{outside}'",
    "COPY (SELECT 1) TO '{outside}'",
    "ATTACH '{outside}.db'",
    "SELECT * FROM read_csv('{inside}/../outside.csv')",
    "SELECT * FROM read_csv('{inside}/link.csv')",
    "SELECT * FROM read_csv('https://e.test/x.csv')",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "SET allowed_directories = ['/']",
    "RESET allowed_directories",
    "SET autoload_known_extensions = true",
    "EXPORT DATABASE '{outside}'",
)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_opens_nothing_but_what_it_was_given(tmp_path: Path, statement: str) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside.csv"
    inside.mkdir()
    outside.write_text("secret\n1\n", encoding="utf-8")
    (inside / "link.csv").symlink_to(outside)
    (inside / "own.csv").write_text("a\n1\n", encoding="utf-8")
    with Session(folders=(inside,)) as session:
        assert session.one("SELECT a FROM read_csv(?)", [str(inside / "own.csv")]) == 1
        with pytest.raises(duckdb.Error):
            session.execute(statement.format(inside=inside, outside=outside))
    assert outside.read_text(encoding="utf-8") == "secret\n1\n"


def test_without_folders_the_trial_would_fail(tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text("a\n7\n", encoding="utf-8")
    with Session() as session:
        assert session.one("SELECT a FROM read_csv(?)", [str(outside)]) == 7
