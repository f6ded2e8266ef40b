"""The audit of what lies in reports/: it holds as written, and each tampering is named."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.commands.verify import verify
from pipeline.release.anchors import Anchor, anchors
from pipeline.workspace import Workspace
from tests.workspaces import Tiny

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.commands.verify import Audit


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tiny = Tiny(tmp_path_factory.mktemp("made")).make()
    assert tiny.run().code == 0
    return tiny.root


@pytest.fixture
def tiny(made: Path, tmp_path: Path) -> Tiny:
    shutil.copytree(made, tmp_path / "here")
    return Tiny(tmp_path / "here")


def audit(tiny: Tiny) -> Audit:
    return verify(Workspace(tiny.root), "tiny")


def failing(tiny: Tiny) -> dict[str, str]:
    """The checks that fail, with what they say of it."""
    return {
        check.name: " | ".join(map(str, check.troubles))
        for check in audit(tiny).checks
        if check.state == "fails"
    }


def report(tiny: Tiny, name: str) -> Path:
    return tiny.root / "reports" / "tiny" / name


def rewrite(
    tiny: Tiny, name: str, change: Callable[[str], str], *, is_sealed: bool = False
) -> None:
    """Changes a file of the release; a sealed change makes the manifest agree."""
    path = report(tiny, name)
    content = change(path.read_bytes().decode()).encode()
    assert content != path.read_bytes()
    path.write_bytes(content)
    if is_sealed:
        manifest = json.loads(report(tiny, "manifest.json").read_bytes())
        manifest["outputs"][name] = hashlib.sha256(content).hexdigest()
        report(tiny, "manifest.json").write_text(json.dumps(manifest))


def edited(change: Callable[[list[dict[str, str]]], None]) -> Callable[[str], str]:
    """A change to the rows of a CSV."""

    def of(text: str) -> str:
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        names = list(rows[0])
        change(rows)
        draft = io.StringIO()
        writer = csv.DictWriter(draft, names, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)
        return draft.getvalue()

    return of


def hidden(rows: list[dict[str, str]]) -> dict[str, str]:
    return next(row for row in rows if row["status"] == "suppressed")


def test_what_was_written_holds(tiny: Tiny) -> None:
    found = audit(tiny)
    assert [check.state for check in found.checks] == ["holds"] * 9
    assert found.code == 0


def test_nothing_is_written_by_looking(tiny: Tiny) -> None:
    before = tiny.written(".")
    audit(tiny)
    assert tiny.written(".") == before


def test_a_number_changed_in_a_page_is_named_with_line_and_row(tiny: Tiny) -> None:
    rewrite(
        tiny,
        "board.html",
        lambda text: re.sub(r'(data-stat="[^"]+">)[^<]+<', r"\g<1>99 points<", text, count=1),
        is_sealed=True,
    )
    said = failing(tiny)
    assert re.search(r'board\.html, line \d+, \S+#\w+: it prints "99 points", and', said["numbers"])
    assert "outcomes run writes it again" in said["numbers"]
    assert audit(tiny).code == 1


def test_a_number_of_no_published_row_is_named(tiny: Tiny) -> None:
    rewrite(tiny, "board.html", lambda t: t.replace('data-stat="', 'data-stat="made-up/', 1))
    assert "which is no published number" in failing(tiny)["numbers"]


def test_a_changed_file_no_longer_has_the_hash_of_the_manifest(tiny: Tiny) -> None:
    rewrite(tiny, "evaluation.html", lambda text: text + "<!-- more -->")
    assert failing(tiny).keys() == {"files"}
    assert "evaluation.html: it was changed after it was written" in failing(tiny)["files"]


def test_a_manifest_that_was_made_to_agree_is_not_the_one_of_the_run(tiny: Tiny) -> None:
    rewrite(tiny, "evaluation.html", lambda text: text + "<!-- more -->", is_sealed=True)
    assert failing(tiny).keys() == {"manifest"}


@pytest.mark.parametrize("is_sealed", [True, False])
def test_a_row_laid_open_in_the_csv_is_a_matter_of_privacy(tiny: Tiny, *, is_sealed: bool) -> None:
    def lay_open(rows: list[dict[str, str]]) -> None:
        hidden(rows).update(status="published", reason="", n="6", estimate="91.5")

    rewrite(tiny, "results.csv", edited(lay_open), is_sealed=is_sealed)
    said = failing(tiny)
    assert "a row that is hidden in results.json is laid open here" in said["tables"]
    assert "a group of fewer than 10 is shown" in said["hidden"]
    assert "Do not share this folder" in said["hidden"]
    assert audit(tiny).code == 3
    assert "91.5" not in said["tables"] + said["hidden"]


def test_a_number_in_a_hidden_row_is_found_in_every_file(tiny: Tiny) -> None:
    rewrite(tiny, "results.csv", edited(lambda rows: hidden(rows).update(n="6")))
    assert "a number stands in a row that is hidden" in failing(tiny)["hidden"]

    def bare(text: str) -> str:
        held = json.loads(text)
        row = next(one for one in held["results"] if one["status"] == "suppressed")
        row["n"] = 6.0
        return json.dumps(held)

    shutil.copy(tiny.root / "reports/tiny/results.json", tiny.root / "kept.json")
    rewrite(tiny, "results.json", bare)
    assert "results.json" in failing(tiny)["hidden"]
    assert audit(tiny).code == 3


def test_a_hidden_row_printed_on_a_page_is_a_matter_of_privacy(tiny: Tiny) -> None:
    text = report(tiny, "results.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    planted = f'<span data-stat="{hidden(rows)["id"]}#n">6</span></main>'
    rewrite(tiny, "board.html", lambda text: text.replace("</main>", planted), is_sealed=True)
    assert "a number is printed of a row that is hidden" in failing(tiny)["numbers"]
    assert audit(tiny).code == 3


def test_a_number_changed_in_the_csv_is_named_with_row_and_column(tiny: Tiny) -> None:
    def change(rows: list[dict[str, str]]) -> None:
        next(row for row in rows if row["status"] == "published")["estimate"] = "12345"

    rewrite(tiny, "results.csv", edited(change), is_sealed=True)
    assert re.search(
        r'results\.csv, row \d+ \(\S+\), column estimate: it holds "12345"', failing(tiny)["tables"]
    )
    assert audit(tiny).code == 1


def test_rows_taken_out_or_put_in_are_named(tiny: Tiny) -> None:
    def change(rows: list[dict[str, str]]) -> None:
        rows.append({**rows[0], "id": "made/up"})
        del rows[0]

    rewrite(tiny, "results.csv", edited(change))
    said = failing(tiny)["tables"]
    assert "no result is called made/up" in said
    assert "is missing" in said


def test_words_above_the_ceiling_are_found_in_a_page(tiny: Tiny) -> None:
    planted = "<p>Mentoring caused attendance to rise.</p></main>"
    rewrite(tiny, "board.html", lambda text: text.replace("</main>", planted), is_sealed=True)
    assert 'board.html: "caused"' in failing(tiny)["words"]
    assert audit(tiny).code == 1


def test_a_missing_file_and_one_too_many_are_named(tiny: Tiny) -> None:
    report(tiny, "goals.csv").unlink()
    report(tiny, "draft.html").write_text("<p>mine</p>")
    said = failing(tiny)
    assert "goals.csv: the manifest names it and it is missing" in said["files"]
    assert "draft.html: it is not in the manifest" in said["files"]


def test_a_file_in_a_folder_below_is_one_too_many(tiny: Tiny) -> None:
    (tiny.root / "reports/tiny/more").mkdir()
    report(tiny, "more/x.txt").write_text("x")
    assert "more/x.txt" in failing(tiny)["files"]


def test_data_that_changed_since_are_named(tiny: Tiny) -> None:
    tiny.edit("attendance.csv", "0002,2023-24,180,", "0002,2023-24,170,")
    (tiny.raw / "students.csv").unlink()
    said = failing(tiny)
    assert said.keys() == {"inputs"}
    assert "attendance.csv: it is not what it was" in said["inputs"]
    assert "students.csv: it is no longer there" in said["inputs"]
    assert "The data changed since" in said["inputs"]


@pytest.mark.parametrize("name", ["manifest.json", "results.json", "results.csv"])
@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"outputs": 3}', b"\xff\x00\n\x00,"])
def test_damaged_files_are_told_and_not_stumbled_over(
    tiny: Tiny, name: str, content: bytes
) -> None:
    report(tiny, name).write_bytes(content)
    assert audit(tiny).code in {1, 3}
    assert name in failing(tiny)["files"]


def test_results_of_another_make_are_told(tiny: Tiny) -> None:
    def other(text: str) -> str:
        held = json.loads(text)
        del held["results"][0]["status"]
        return json.dumps(held)

    rewrite(tiny, "results.json", other)
    assert "cannot be checked" in failing(tiny)["numbers"]


def test_without_the_record_of_the_run_words_are_not_checked(tiny: Tiny) -> None:
    shutil.rmtree(tiny.root / ".outcomes")
    states = {check.name: check.state for check in audit(tiny).checks}
    assert states.pop("words") == "not checked"
    assert set(states.values()) == {"holds"}


def test_a_study_that_was_never_run_has_nothing_to_check(tmp_path: Path) -> None:
    found = audit(Tiny(tmp_path).make())
    assert (found.code, found.checks) == (0, [])
    assert "no reports yet" in found.told(is_quiet=False)


def test_reports_that_are_gone_are_missed(tiny: Tiny) -> None:
    shutil.rmtree(tiny.root / "reports" / "tiny")
    assert audit(tiny).code == 1


def test_the_command_says_a_line_a_check_and_ends_with_the_worst(tiny: Tiny) -> None:
    said = tiny.run("verify")
    assert (said.code, said.out.count("holds")) == (0, 9)
    report(tiny, "board.html").unlink()
    said = tiny.run("verify", "tiny", "--json")
    held: dict[str, Any] = json.loads(said.out)["studies"][0]
    assert (said.code, held["code"]) == (1, 1)
    (check,) = [one for one in held["checks"] if one["state"] == "fails"]
    assert check["troubles"][0]["file"] == "board.html"
    assert tiny.run("run").code == 0
    assert tiny.run("verify", "-q").out == "tiny\n"
    assert tiny.run("verify", "nobody").code == 2


@pytest.mark.parametrize(
    ("printed", "shown", "is_part", "expected"),
    [
        ("6.5%", "6.5%", False, True),
        ("6.5", "6.5%", False, False),
        ("6.5", "6.5%", True, True),
        ("0.9", "+0.9 points", True, True),
        ("1.5 points", "−1.5 points", True, True),
        ("5%", "6.5%", True, False),
        ("6", "6.5%", True, False),
        ("", "6.5%", True, False),
        ("7.5", "6.5%", True, False),
    ],
)
def test_a_part_of_a_number_leaves_off_a_sign_or_a_unit_and_no_digit(
    printed: str, shown: str, *, is_part: bool, expected: bool
) -> None:
    one = Anchor(source="a#b", printed=printed, is_part=is_part, line=1)
    assert one.is_of(shown) is expected


@pytest.mark.parametrize(
    ("printed", "shown", "is_part", "expected"),
    [
        ("2.75 puntos", "2.75 points", False, True),
        ("55 de cada 100", "55 in 100", False, True),
        ("2.6 puntos", "+2.6 points", True, True),
        ("2.6 puntos", "+2.6 points", False, False),
        ("2.7 puntos", "2.75 points", False, False),
        ("−2.6 puntos", "+2.6 points", False, False),
        ("puntos", "2.6 points", True, False),
    ],
)
def test_another_language_has_its_own_words_and_the_same_figures(
    printed: str, shown: str, *, is_part: bool, expected: bool
) -> None:
    one = Anchor(source="a#b", printed=printed, is_part=is_part, line=1, is_translated=True)
    assert one.is_of(shown) is expected


def test_the_language_is_that_of_the_page() -> None:
    number = '<span data-stat="a#n">1</span>'
    assert [a.is_translated for a in anchors(f'<html lang="en">{number}</html>')] == [False]
    assert [a.is_translated for a in anchors(f'<html lang="es">{number}</html>')] == [True]


def test_numbers_are_read_with_all_that_stands_in_them() -> None:
    page = '<p>\n<span data-stat="a#n"><b>1</b>,<i>2</i>00<br></span> <a data-stat="b#n">3</a></p>'
    assert [(a.source, a.printed, a.line) for a in anchors(page)] == [
        ("a#n", "1,200", 2), ("b#n", "3", 2),
    ]  # fmt: skip
