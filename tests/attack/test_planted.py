"""A number of a hidden row is found wherever in a release it stands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.attack.stranger import attack
from tests.attack.made import HIDDEN, LEVEL, T, drawing, level, release, safe, taken

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.attack.made import Files


def had(files: Files) -> set[str]:
    return {leak.id for leak in attack(files, minimum_n=T) if leak.kind == "open"}


def told(files: Files) -> str:
    return " | ".join(leak.said for leak in attack(files, minimum_n=T))


BODY = (
    f'<p>Of <b data-stat="gpa/level/all@2025#n">60</b>, {LEVEL} is hidden; 95% intervals.</p>'
    f"<table><tr><th>Home language: {LEVEL}</th><td>[c]</td></tr><tr><th>Home language: English"
    '</th><td><b data-stat="gpa/level/all/language=English@2025#n">45</b></td></tr></table>'
    f'<p data-role="promise">By 2026 15 % of {LEVEL} students.</p><p>{LEVEL}: fewer than 10.</p>'
    + drawing()
    + taken(f"Home language: {LEVEL},[c],[c],")
    + taken("Home language: English,45,3,gpa/level/all/language=English@2025")
)


def test_a_release_that_says_nothing_gives_nothing_away() -> None:
    assert attack(release(safe(), body=BODY), minimum_n=T) == []


def rewritten(name: str, change: Callable[[Any], Any]) -> Files:
    files = release(safe(), body=BODY)
    files[name] = json.dumps(change(json.loads(files[name]))).encode()
    return files


def _open(part: str, column: str, value: object) -> Callable[[Any], Any]:
    def change(made: Any) -> Any:
        next(one for one in made[part] if one["id"] == HIDDEN)[column] = value
        return made

    return change


@pytest.mark.parametrize("column", ["n", "mean_after", "change_low"])
def test_a_number_in_a_hidden_record_of_results_json_is_found(column: str) -> None:
    assert had(rewritten("results.json", _open("results", column, 7.0))) == {HIDDEN}


def test_what_a_hidden_record_prints_is_found() -> None:
    files = rewritten("results.json", _open("results", "shown", {"n": "7"}))
    assert had(files) == {HIDDEN}
    assert "in results.json" in told(files)


def test_a_record_that_is_open_in_one_file_only_is_told() -> None:
    def change(made: Any) -> Any:
        return _open("results", "status", "published")(_open("results", "n", 12.0)(made))

    files = rewritten("results.json", change)
    assert "disagreement" in {k.kind for k in attack(files, minimum_n=T) if k.id == HIDDEN}


@pytest.mark.parametrize("part", [{HIDDEN: 7}, {HIDDEN: {"n": 7}}, {f"{HIDDEN}#n": "7"}])
def test_a_number_in_a_manifest_is_found(part: dict[str, Any]) -> None:
    assert had(rewritten("manifest.json", lambda made: {**made, "fates": part})) == {HIDDEN}


def test_a_count_of_results_json_under_the_name_of_a_hidden_row_is_found() -> None:
    count = [{"id": HIDDEN, "count": 7.0}]
    assert had(rewritten("results.json", lambda made: {**made, "counts": count})) == {HIDDEN}


SENTENCES = [
    f'<p><b data-stat="{HIDDEN}#n">7</b> people</p>',
    f'<p><b data-stat="{HIDDEN}#n"><i>7</i></b> people</p>',
    f'<svg><rect data-stat="{HIDDEN}#n" width="31"/></svg>',
    f'<svg><rect data-stat="{HIDDEN}#n" width="31"></rect></svg>',
    f'<svg><text data-stat="{HIDDEN}#mean_after">3.1</text></svg>',
    f"<p>Among {LEVEL} students 7 were counted.</p>",
    f"<li>English is shown. {LEVEL}: 7 of 7.</li>",
    f"<table><tr><th>Home language: {LEVEL}</th><td>7</td></tr></table>",
    f'<img alt="Home language: {LEVEL}: from 2 to 3">',
    drawing(told="from 2.1 to 3.3"),
    drawing(at='<use x="300" y="82"/>'),
    drawing(at='<path d="M 272 82 L 300 82 "/>'),
    drawing(at='<circle cx="272" cy="105" r="4"/>'),
    drawing(at='<text x="300" y="82">3.3</text>'),
    taken(f"Home language: {LEVEL},7,[c],"),
    taken(f"A group,7,[c],{HIDDEN}"),
]


@pytest.mark.parametrize("planted", SENTENCES)
def test_a_number_of_a_hidden_row_is_found_on_a_page(planted: str) -> None:
    files = release(safe(), body=BODY + planted)
    assert had(files) == {HIDDEN}
    assert "in board.html" in told(files)
    assert "7" not in told(files)


def test_a_level_is_known_by_what_pages_call_it_elsewhere() -> None:
    rows = [*safe(), level(20, LEVEL, period_after="2024")]
    named = f'<td><b data-stat="gpa/level/all/language={LEVEL}@2024#n">20</b></td>'
    page = f"<table><tr><th>From Laos</th>{named}</tr></table>"
    assert had(release(rows, body=page)) == set()
    assert had(release(rows, body=page + "<p>Children from Laos.</p>")) == set()
    assert had(release(rows, body=page + "<p>Among those From Laos 7 moved.</p>")) == {HIDDEN}


def test_a_drawing_that_is_a_file_of_its_own_is_read() -> None:
    files = release(safe()) | {"chart.svg": drawing(told="from 2 to 3").encode()}
    assert had(files) == {HIDDEN}


def test_a_mark_beside_a_group_that_is_shown_is_none_of_a_hidden_one() -> None:
    assert had(release(safe(), body=drawing(at='<use x="300" y="41"/>'))) == set()


@pytest.mark.parametrize("printed", ["61", "6", "+61 people"])
def test_two_files_that_disagree_are_told(printed: str) -> None:
    page = f'<b data-stat="gpa/level/all@2025#n">{printed}</b>'
    (leak,) = attack(release(safe(), body=page), minimum_n=T)
    assert (leak.kind, leak.column) == ("disagreement", "n")
    assert "board.html" in leak.said


def test_tables_that_disagree_are_told() -> None:
    files = release(safe())
    files["results.csv"] = release([level(61), *safe()[1:]])["results.csv"]
    found = {(leak.id, leak.column) for leak in attack(files, minimum_n=T)}
    assert ("gpa/level/all@2025", "n") in found


def test_a_goal_of_a_hidden_group_is_found() -> None:
    goal = {"id": "hmong", "outcome": "gpa", "population": f"all/language={LEVEL}",
            "current": "3.1", "n": "7", "status": "published"}  # fmt: skip
    assert "hmong" in had(release(safe(), [goal]))
    assert (
        had(release(safe(), [{**goal, "population": "all/language=English", "n": "45"}])) == set()
    )


def test_damaged_files_are_read_as_far_as_they_can_be() -> None:
    files = release(safe()) | {"results.json": b"{", "manifest.json": b"\xff", "board.html": b"<p"}
    assert attack(files, minimum_n=T) == []
    assert attack({}, minimum_n=T) == []


def test_results_json_alone_tells_what_is_hidden() -> None:
    files = release([level(52), *safe()[1:]])
    assert {leak.kind for leak in attack({"results.json": files["results.json"]}, minimum_n=T)} == {
        "subtraction"
    }
