"""Quotes, themes and counts of rows: who could be meant is held back."""

from __future__ import annotations

import pytest

from pipeline.disclosure.identifying import identifying
from tests.disclosure.made import T, published

Row = dict[str, object]
KNOWN = ("Lakeside mentoring", "Lake Community College")


def voice(number: int, **more: object) -> Row:
    told = {"source": "voices", "id": f"T{number}", "row": number, "file": "said.csv",
            "role": "student", "text": "It helped.", "scope": "public", "attribution": "role",
            "language": "en", "goal": ""}  # fmt: skip
    return told | more


@pytest.mark.parametrize("scope", ["internal", "", "everyone"])
def test_only_what_was_cleared_for_readers_is_published(scope: str) -> None:
    assert published(testimonials=[voice(1, scope=scope)]).quotes == ()


TELLING = [
    ("My mentor Maria Lopez called me.", "a name"),
    ("José Núñez came.", "a name"),
    ("Then Anne-Marie O'Neil came.", "a name"),
    ("Maria R. Lopez came.", "a name"),
    ("When Maria called, I came.", "a name"),
    ("In April Jones came.", "a name"),
    ("Ms. Reed listens.", "a name with a title"),
    ("ask Dr Lee", "a name with a title"),
    ("la Sra. Paz ayuda", "a name with a title"),
    ("Write to me@here.org", "an e-mail address"),
    ("Write to me\N{FULLWIDTH COMMERCIAL AT}here.org", "an e-mail address"),
    ("Call 555-123-4567.", "a phone number"),
    ("It was on 3/14/2026.", "a date"),
    ("It was on March 14.", "a date"),
    ("el 14 de marzo", "a date"),
    ("See www.example.test", "a web address"),
    ("See our-school.org/me", "a web address"),
    ("My number is 20417.", "a long number"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "what"), TELLING)
def test_a_text_that_tells_who_is_meant_is_held_back_with_a_note(text: str, what: str) -> None:
    found = published(testimonials=[voice(1, text=text)])
    assert found.quotes == ()
    assert found.notes == (f"Quote voices/1 is held back: it holds {what}.",)


FINE = [
    "When I missed two days, my mentor called. Nobody had done that before.",
    "On Tuesday we met. In March it was 3 of us.",
    "Lake Community College felt doable.",
    "At Lakeside we talk.",
    "I felt OK in Grade 9 English.",
    "News reaches us late. I heard about 12 evenings.",
]


@pytest.mark.parametrize("text", FINE)
def test_ordinary_words_are_not_taken_for_names(text: str) -> None:
    assert identifying(text, known=KNOWN) == ""


@pytest.mark.parametrize(("cleared", "role"), [(T - 1, ""), (T, "Student")])
def test_a_role_is_named_only_among_enough_cleared_voices(cleared: int, role: str) -> None:
    others = [voice(90, scope="internal"), voice(91, text="Ms. Reed."), voice(92, role="parent")]
    found = published(testimonials=[*map(voice, range(cleared)), *others]).quotes
    assert {quote.attribution for quote in found if quote.id < "voices/90"} == {role}
    assert {quote.attribution for quote in found if quote.id == "voices/92"} == {""}


def test_who_asked_to_be_anonymous_is() -> None:
    found = published(testimonials=[voice(n, attribution="anonymous") for n in range(T)])
    assert {quote.attribution for quote in found.quotes} == {""}


def segments(conversations: int, code: str = "trust") -> list[Row]:
    told: Row = {"source": "talks", "segment": "1", "code": code, "role": "student"}
    return [told | {"document": f"d{n}"} for n in range(conversations)]


@pytest.mark.parametrize(("n", "people"), [(T - 1, None), (T, "10")])
def test_a_theme_of_few_conversations_has_no_count_and_no_roles(n: int, people: str | None) -> None:
    (theme,) = published(segments=segments(n)).themes
    assert (theme.people.shown if theme.people else None) == people
    assert theme.roles == (("student",) if people else ())


def file(used: int, **more: object) -> Row:
    return {"source": "marks", "file": "m.csv", "key": "id", "normalised": "exact",
            "rows_read": used + 3,
            "rows_set_aside": 2, "rows_unmatched": 1, "rows_used": used} | more  # fmt: skip


def counts(*files: Row, waves: tuple[Row, ...] = ()) -> dict[str, str | None]:
    found = published(files=files, waves=waves).counts
    return {one.id: one.figure.shown if one.figure else None for one in found}


def test_few_used_rows_of_people_are_hidden_and_what_was_set_aside_is_not() -> None:
    found = counts(file(T - 1))
    for start in ("data/marks/", "data/marks/m.csv/"):
        assert found[f"{start}rows_used"] is found[f"{start}rows_read"] is None
        assert found[f"{start}rows_set_aside"] == "2"
    assert "data/marks/match_rate" not in found
    assert counts(file(T))["data/marks/rows_used"] == "10"


def test_few_rows_that_are_no_people_are_shown() -> None:
    assert counts(file(4, key=""))["data/marks/rows_used"] == "4"


def test_a_survey_that_was_laid_beside_no_roster_has_no_match_rate() -> None:
    assert "data/marks/match_rate" not in counts(file(50, normalised=""))


def test_everyone_was_matched_only_when_everyone_was() -> None:
    assert counts(file(999))["data/marks/match_rate"] == "99.9%"
    assert counts(file(99_999))["data/marks/match_rate"] == "99.999%"
    assert counts(file(50, rows_unmatched=0))["data/marks/match_rate"] == "100%"


def test_few_answers_of_a_wave_are_hidden() -> None:
    wave = {"source": "climate", "period": "2025-26", "invited": 40, "answered": 9, "linked": 0}
    found = counts(waves=(wave,))
    assert [found[f"data/climate/2025-26/{w}"] for w in ("invited", "answered", "linked")] == [
        "40", None, "0",
    ]  # fmt: skip
