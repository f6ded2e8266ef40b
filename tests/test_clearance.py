from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.clearance import Fault, clear, hold
from pipeline.job import code_of
from pipeline.problems import Problems
from pipeline.study.load import load_study
from tests.workspaces import STUDY

if TYPE_CHECKING:
    from pipeline.evidence.wording import Tier

TOO_STRONG = STUDY.replace("title: Tiny mentoring study", "title: Mentoring that improved schools")


def look(page: str, text: str = STUDY, tier: Tier = "tier-4") -> str:
    """Says that the page passed; raises where it does not."""
    study = load_study(text.encode(), file="study.yaml")
    pages = {"board.html": f"<p>{page}</p>".encode()}
    clear(pages, tier, study=study, text=text, file="data/raw/tiny/study.yaml")
    return "passed"


def test_words_that_the_design_can_carry_pass() -> None:
    assert look("Attendance rose by 2 points.") == "passed"


def test_words_of_the_study_file_are_told_with_their_line() -> None:
    with pytest.raises(Problems) as told:
        look("Mentoring that improved schools", TOO_STRONG)
    (problem,) = told.value.all
    assert (problem.kind.code, problem.place.line) == ("S901", 3)
    assert problem.place.excerpt is not None
    at = (problem.place.at or 0) - 1
    assert problem.place.excerpt[at : at + problem.place.width] == "improved"
    assert "Mentoring that improved schools" in str(problem)
    assert "^^^^^^^^" in str(problem)


def test_our_own_words_are_a_fault_of_ours() -> None:
    with pytest.raises(Fault, match=r'board\.html: "improved"'):
        look("Attendance improved by 2 points.", TOO_STRONG)


def test_a_remark_in_the_study_file_is_not_what_was_printed() -> None:
    text = TOO_STRONG.replace("version: 1", "# it improved\nversion: 1")
    with pytest.raises(Problems) as told:
        look("Mentoring that improved schools", text)
    assert told.value.all[0].place.line == 4


def test_a_strong_design_carries_strong_words() -> None:
    assert look("Mentoring that improved schools", TOO_STRONG, "tier-1") == "passed"


def table(*rows: tuple[str, str]) -> bytes:
    """results.csv of levels of a breakdown: level and n, empty where it is hidden."""
    head = "id,analysis,outcome,group,subgroup,level,model,period_before,period_after,status,"
    lines = [head + "n,n_before,n_after"]
    for level, n in rows:
        subgroup, status = "school" if level else "", "published" if n else "suppressed"
        lines.append(f"gpa/{level},level,gpa,all,{subgroup},{level},,,2025,{status},{n},,")
    return "\r\n".join(lines).encode()


def test_a_release_from_which_a_hidden_group_can_be_had_is_stopped_for_privacy() -> None:
    hold(
        {"results.csv": table(("", "40"), ("A", "20"), ("B", ""))}, minimum_n=10, file="study.yaml"
    )
    with pytest.raises(Problems) as told:
        hold(
            {"results.csv": table(("", "27"), ("A", "20"), ("B", ""))},
            minimum_n=10,
            file="study.yaml",
        )
    (problem,) = told.value.all
    assert problem.kind.code == "P901"
    assert code_of([problem]) == 3
    assert "gpa/B" in str(problem)
    assert "7" not in str(problem)
