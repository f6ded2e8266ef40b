"""What changed between two releases: what is said, what is held back, and why it may be."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from pipeline.commands.diff import told
from pipeline.release.causes import sections_changed
from pipeline.release.diff import difference
from pipeline.tables.releases import Difference, Release, Told

SHA = {"marks.csv": "a1", "people.csv": "b1"}


def row(identity: str = "gpa/change/all", status: str = "published", **numbers: float) -> Told:
    outcome, analysis, group = identity.split("/")[:3]
    level = identity.partition("school=")[2]
    text = {"outcome": outcome, "analysis": analysis, "group": group, "label": outcome.upper(),
            "subgroup": "school" if level else "", "level": level, "period_before": "2024",
            "period_after": "2025", "model": "paired", "method": "paired_t", "status": status,
            "source": "marks", "evidence": "tier-3"}  # fmt: skip
    values = numbers if status == "published" else {}
    return Told(
        id=identity, text=text, values=values, shown={n: f"{v:g} pts" for n, v in values.items()}
    )


def goal(verdict: str = "met", **more: Any) -> Told:
    numbers = {"current": 2.9, "target": 2.8, "n": 200.0, **more.pop("numbers", {})}
    text = {"statement": "Raise grades.", "outcome": "gpa", "population": "all", "by": "2025-06-06",
            "status": "published", "verdict": verdict, "confirmed": "yes", **more}  # fmt: skip
    shown = {name: f"{value:g} pts" for name, value in numbers.items()}
    return Told(id="grades", text=text, values=numbers, shown=shown)


def release(*rows: Told, goals: tuple[Told, ...] = (), **more: Any) -> Release:
    made = Release(
        id="one",
        title="A study",
        as_of="2025-06-06",
        minimum_n=10,
        study_file="s1",
        sections={"goals": "g1", "design": "d1", "reports": "r1"},
        versions={"python": "3.11", "partnership-outcomes": "0.1.0"},
        inputs=SHA,
        sources={"marks.csv": frozenset({"marks"}), "people.csv": frozenset({"roster"})},
        outputs={"board.html": "h1"},
        rows={one.id: one for one in rows},
        goals={one.id: one for one in goals},
    )
    return replace(made, **more)


def hows(found: Difference) -> dict[str, str]:
    return {one.id: one.how for one in found.rows}


def test_nothing_changed() -> None:
    same = release(row(n=200, estimate=2.5), goals=(goal(),))
    found = difference(same, same)
    assert found.is_same
    assert found.unchanged == 1
    assert told(found).endswith("Nothing changed.")


def test_a_number_that_was_restated_is_said_as_it_is_printed_with_the_file_behind_it() -> None:
    now = release(row(n=200, estimate=2.6), inputs={**SHA, "marks.csv": "a2"}, id="two")
    found = difference(release(row(n=200, estimate=2.5)), now)
    (one,) = found.rows
    assert [(m.column, m.before, m.now) for m in one.moves] == [("estimate", "2.5 pts", "2.6 pts")]
    assert (one.how, one.causes, one.files) == ("restated", ("data",), ("marks.csv",))
    said = told(found)
    assert "marks.csv: corrected under the same name" in said
    assert "estimate 2.5 pts → 2.6 pts" in said


def test_a_file_of_another_source_is_named_where_none_of_its_own_changed() -> None:
    now = release(row(n=200, estimate=2.6), inputs={**SHA, "people.csv": "b2"})
    (one,) = difference(release(row(n=200, estimate=2.5)), now).rows
    assert one.files == ("people.csv",)


@pytest.mark.parametrize(("people", "how"), [(201, "withheld"), (209, "withheld"),
                                             (210, "restated"), (200, "restated")])  # fmt: skip
def test_numbers_from_which_few_people_could_be_had_are_not_set_side_by_side(
    people: int, how: str
) -> None:
    found = difference(release(row(n=200, estimate=2.51)), release(row(n=people, estimate=2.63)))
    assert hows(found) == {"gpa/change/all": how}
    assert ("2.51" in json.dumps(found.as_json())) == (how == "restated")
    assert ("2.63" in told(found)) == (how == "restated")


def test_a_log_counts_entries_and_not_people() -> None:
    name = "log/activity/all"
    found = difference(release(row(name, n=4, estimate=4)), release(row(name, n=6, estimate=6)))
    assert hows(found) == {name: "restated"}


@pytest.mark.parametrize("is_shown_first", [True, False])
def test_a_row_hidden_in_one_and_shown_in_the_other_holds_back_its_whole_analysis(
    is_shown_first: bool,
) -> None:
    """The total before, less the parts now, would be the part that was hidden."""
    name = "gpa/change/all/school=C"
    opened, closed = row(name, n=41, estimate=1.23), row(name, status="suppressed")
    first, then = (opened, closed) if is_shown_first else (closed, opened)
    before = release(row(n=200, estimate=2.51), row("gpa/level/all", n=200, estimate=3.1), first)
    now = release(row(n=260, estimate=2.63), row("gpa/level/all", n=260, estimate=3.2), then)
    found = difference(before, now)
    expected = "now-hidden" if is_shown_first else "now-shown"
    assert hows(found) == {
        "gpa/change/all": "withheld",
        "gpa/level/all": "restated",
        name: expected,
    }
    both = json.dumps(found.as_json()) + told(found)
    assert not any(secret in both for secret in ("41", "1.23", "2.51", "2.63"))
    assert found.rows[-1].causes[0] == "suppression"


def test_new_rows_and_rows_that_are_gone_are_named_without_numbers() -> None:
    new, gone = row("gpa/level/all", n=77, estimate=3.33), row("math/level/all", n=88, estimate=4.4)
    found = difference(release(row(n=200), gone), release(row(n=200), new))
    assert hows(found) == {new.id: "new", gone.id: "gone"}
    assert not any(secret in json.dumps(found.as_json()) for secret in ("77", "3.33", "88", "4.4"))


def test_a_change_of_other_years_is_not_a_restatement() -> None:
    one = row(n=200, estimate=2.5)
    later = replace(one, text={**one.text, "period_after": "2026"}, shown={"n": "300"})
    found = difference(release(one), release(later))
    assert hows(found) == {one.id: "other-periods"}
    assert found.rows[0].moves == ()


def test_another_method_is_the_nearest_cause() -> None:
    one = row(n=200, estimate=2.5)
    other = replace(one, text={**one.text, "method": "cr2"})
    found = difference(release(one), release(other, sections={"design": "d2"}, study_file="s2"))
    assert found.rows[0].causes == ("method", "study-file")


def test_where_nothing_in_the_manifests_differs_that_is_said() -> None:
    found = difference(release(row(n=200, estimate=2.5)), release(row(n=200, estimate=2.6)))
    assert found.rows[0].causes == ("unknown",)
    assert "the program changed without a new version" in told(found)


def test_software_and_the_least_group_are_told() -> None:
    now = release(versions={"python": "3.12"}, minimum_n=20, as_of="2026-06-05")
    found = difference(release(), now)
    said = told(found)
    assert "python 3.11, now 3.12" in said
    assert "partnership-outcomes 0.1.0, now none" in said
    assert "groups under 10, now under 20" in said
    assert "goals judged on 2025-06-06, now on 2026-06-05" in said


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, ()),
        ({"study_file": "s2"}, ("remarks",)),
        ({"study_file": "s2", "sections": {}}, ("all",)),
        ({"study_file": "s2", "sections": {"goals": "g2", "design": "d1"}}, ("goals", "reports")),
    ],
)
def test_the_sections_of_the_study_file_that_changed(
    more: dict[str, Any], expected: tuple[str, ...]
) -> None:
    assert sections_changed(release(), release(**more)) == expected


def test_what_only_goals_depend_on_moves_no_result() -> None:
    more = {"study_file": "s2", "sections": {"goals": "g2", "design": "d1", "reports": "r1"}}
    before = release(row(n=200, estimate=2.5), goals=(goal(),))
    now = release(row(n=200, estimate=2.6), goals=(goal("not-met"),), **more)
    found = difference(before, now)
    assert found.rows[0].causes == ("unknown",)
    assert found.goals[0].causes == ("study-file",)


def test_files_that_were_added_taken_away_or_renamed() -> None:
    now = release(inputs={"marks.csv": "a1", "roster.csv": "b1", "more.csv": "c1"})
    found = difference(release(inputs={**SHA, "old.csv": "d1"}), now)
    told_ = {(one.file, one.how, one.was) for one in found.files}
    assert told_ == {
        ("roster.csv", "renamed", "people.csv"), ("more.csv", "added", ""),
        ("old.csv", "removed", ""),
    }  # fmt: skip


def test_a_goal_whose_verdict_and_target_changed() -> None:
    now = goal("not-met", confirmed="no", numbers={"target": 3.5})
    found = difference(release(goals=(goal(),)), release(goals=(now,)))
    (one,) = found.goals
    assert one.verdicts == (("met", "clear"), ("not-met", "chance"))
    assert [(m.column, m.before, m.now) for m in one.moves] == [("target", "2.8 pts", "3.5 pts")]
    assert "verdict: met, clear change; now not-met, could be chance" in told(found)


def test_a_goal_with_another_deadline_or_words_is_told_as_another_promise() -> None:
    found = difference(release(goals=(goal(),)), release(goals=(goal(by="2027-06-06"),)))
    assert found.goals[0].is_promise_changed
    assert "what was promised changed" in told(found)


def test_a_goal_of_a_few_people_more_is_told_by_its_verdict_alone() -> None:
    now = goal("not-met", numbers={"n": 203.0, "current": 2.71})
    found = difference(release(goals=(goal(),)), release(goals=(now,)))
    assert (found.goals[0].how, found.goals[0].moves) == ("withheld", ())
    assert found.goals[0].verdicts is not None
    assert "2.71" not in told(found)


def test_of_many_rows_the_main_ones_are_told_first() -> None:
    names = [f"gpa/change/all/school=S{n}" for n in range(30)] + ["gpa/change/all"]
    before = release(*(row(name, n=200, estimate=1) for name in names))
    now = release(*(row(name, n=200, estimate=2) for name in names))
    lines = told(difference(before, now)).splitlines()
    listed = lines[lines.index("Restated: 31 results") + 1]
    assert "gpa/change/all:" in listed
    assert "  ... and 11 more; --json lists them all." in lines
