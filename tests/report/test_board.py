"""The board summary as a view: one sentence, plain words, both verdicts, nothing technical."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from pipeline.report.pages.board.headline import board_headline
from pipeline.report.pages.board.view import BoardPage, build
from pipeline.report.prose import plain
from pipeline.report.words import readability
from tests import builders
from tests.report.pages import CASES, context, rendered

GRADE = 9
LONGEST = 25


def headline(*goals: object) -> str:
    given = context()
    return plain(board_headline(replace(given, published=builders.published(goals=goals))))


def a_goal(name: str, verdict: str, move: float = 0.0, *, is_measured: bool = True) -> object:
    figures = {"current": builders.plain(2), "change": builders.plain(move)} if is_measured else {}
    return builders.goal(name, figures, verdict=verdict, better="higher")


def test_all_goals_met() -> None:
    assert headline(a_goal("gpa", "met", 1), a_goal("adult", "met-within-noise", 1)) == (
        "Both goals are met."
    )


def test_the_others_moved_the_right_way() -> None:
    goals = (
        a_goal("gpa", "met", 1),
        a_goal("adult", "not-met", 1),
        a_goal("chronic", "at-risk", 1),
    )
    assert headline(*goals) == "One of three goals is met. The other two moved the right way."


def test_a_wrong_way_is_named() -> None:
    goals = (a_goal("adult", "met", 1), a_goal("gpa", "not-met", -1))
    assert headline(*goals) == (
        "One of two goals is met. One moved the wrong way: Grade point average."
    )


def test_hidden_goals_are_counted_apart() -> None:
    hidden = builders.goal("adult", {}, status="suppressed", verdict="suppressed")
    assert headline(a_goal("gpa", "met", 1), hidden) == (
        "The one goal we can show is met. One is hidden to protect students."
    )


def test_no_goal_met_is_said_as_plainly() -> None:
    assert headline(a_goal("gpa", "not-met", 1)) == (
        "The one goal is not met yet. One moved the right way."
    )


def test_without_goals_the_primary_outcome_is_the_headline() -> None:
    assert headline().startswith("Attendance rate: up 2.1 points among participants")


def test_the_asks_are_the_boards_own_with_the_verb_first() -> None:
    assert [ask.verb for ask in build(context()).asks] == ["Keep", "Fund", "Set"]


def test_three_things_changed_at_most_and_clear_ones_first() -> None:
    changed = build(context()).changed
    assert len(changed) == 3
    assert all(item.chips[0].words == "Clear change" for item in changed)


def test_only_public_quotes_reach_the_board() -> None:
    quotes = build(context()).quotes
    assert len(quotes) == 2
    assert all("college class" not in quote.text for quote in quotes)


def test_goals_that_fell_short_stand_under_what_did_not_work() -> None:
    titles = [plain(item.title) for item in build(context()).unmet]
    assert any(title.startswith("Grade point average: now 2.55") for title in titles)


@pytest.mark.parametrize("case", CASES)
def test_no_p_value_and_no_effect_size(case: str) -> None:
    page = rendered(case)["board.html"]
    assert not re.search(r"#(p_value|p_adjusted|p_met|effect|statistic|std_error)\b", page)
    assert not re.search(r"\bp\s*[=<]|Hedges|Cohen|effect size|standard deviation", page)


@pytest.mark.parametrize("case", CASES)
def test_the_board_page_reads_at_grade_nine_or_below(case: str) -> None:
    texts = _texts(build(context(case)))
    assert readability.grade(texts) <= GRADE


@pytest.mark.parametrize("case", CASES)
def test_no_sentence_is_longer_than_twenty_five_words(case: str) -> None:
    for text in _texts(build(context(case))):
        for sentence in readability.sentences(text):
            assert len(readability.words(sentence)) <= LONGEST, sentence


def _texts(page: BoardPage) -> list[str]:
    said = [page.title, page.lede, page.disclaimer, *page.sure, *page.know]
    said += [goal.title for goal in page.goals] + [goal.said for goal in page.goals]
    said += [item.title for item in (*page.changed, *page.unmet)]
    said += [item.said for item in (*page.changed, *page.unmet)]
    return [words for one in said if (words := plain(one))]
