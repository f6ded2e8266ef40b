"""Texts: what could tell who is meant is found, however it is written, in English and Spanish."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.disclosure import held
from pipeline.disclosure.identifying import NAMED, fingerprint, identifying
from tests.disclosure.made import T, published
from tests.disclosure.test_voices import voice

KNOWN = ("Lakeside mentoring", "Lake Community College")
STEMS = (
    "My mentor asked me to come back.",
    "I felt ready for the college class after we had sat in the room.",
    "Mi tutora me escucha y me ayuda con la tarea.",
    "La escuela me llama cuando falto.",
)
FOUND = {
    "an e-mail address": ("m.lopez@school.org", "mlopez (at) school (dot) org",
                          "mlopez arroba correo punto com", "m\u200blopez@school.org"),
    "a user name": ("@maria_l", "@dari"),
    "a phone number": ("555-123-4567", "(555) 123 4567", "+1 555.123.4567"),
    "a date": ("3/14/2026", "on March 14", "14 de marzo", "2026-03-14", "the 3rd of May",
               "12 September"),
    "an address": ("12 Oak Street", "41 N. Main St", "calle Sol 14", "apt 4B", "PO Box 12"),
    "a long number": ("20417", "number 001004"),
    "a code": ("s2041", "AB123"),
    "a web address": ("www.here.test", "ourschool.org"),
    "a name with a title": ("Ms. Reed", "la maestra Maestra Paz", "Coach Lee", "Señora Paz"),
    "a name": ("Maria Lopez", "José Núñez", "May Jones", "Ana R. Paz"),
    "a rare word": ("Dariela", "Mar\u200biana", "Tegucigalpa"),
    "an age and a rare trait": ("I was 16 and pregnant", "tengo 15 años y soy refugiada"),
    "somebody unlike all others": ("I am the only girl there", "soy la única aquí"),
}  # fmt: skip
CASES = [(what, form) for what, forms in FOUND.items() for form in forms]


@given(stem=st.sampled_from(STEMS), case=st.sampled_from(CASES), is_first=st.booleans())
def test_a_find_is_found_wherever_it_stands_in_a_text(
    stem: str, case: tuple[str, str], is_first: bool
) -> None:
    what, form = case
    text = f"He said: we know {form} here. {stem}" if is_first else f"{stem} Then we told {form} it"
    assert identifying(text, known=KNOWN) == what


@pytest.mark.parametrize("stem", STEMS)
def test_a_text_without_a_find_passes(stem: str) -> None:
    assert identifying(stem, known=KNOWN) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Maybe 3 of us came. I'm glad. In May we met again.",
        "I was 15 minutes late. I have a blind spot for maths.",
        "We met at Lakeside in the spring. Zoom was fine.",
        "El martes llegamos tarde. En marzo fue mejor.",
        "I was the first in my family to go.",
    ],
)
def test_what_is_ordinary_passes(text: str) -> None:
    assert identifying(text, known=KNOWN) == ""


@given(text=st.text(max_size=80))
def test_any_text_gets_an_answer_and_signs_without_width_change_none(text: str) -> None:
    joined = "\u200b".join(text)
    assert identifying(joined) == identifying(text)


@given(text=st.text(min_size=1, max_size=60), more=st.text(min_size=1, max_size=3))
def test_an_approval_holds_for_one_text_and_for_no_other(text: str, more: str) -> None:
    name = "Ask Ms. Reed. "
    approved = {"is_named": False, "is_approved": True}
    changed = {"is_named": False, "is_approved": False}
    assert held.why_held(approved, name + text, known=()) == ""
    assert held.why_held(changed, name + text + more, known=()) != ""
    assert fingerprint(name + text) != fingerprint(name + text + more)


def test_a_quote_with_a_name_of_the_exports_waits_for_approval() -> None:
    found = published(testimonials=[voice(1, is_named=True)])
    assert found.quotes == ()
    assert found.notes == (f"Quote voices/1 is held back: it holds {NAMED}.",)
    allowed = published(testimonials=[voice(1, is_named=True, is_approved=True)])
    assert [quote.id for quote in allowed.quotes] == ["voices/1"]
    assert allowed.notes == ()


def test_what_is_said_of_a_held_text_gives_no_part_of_it_away() -> None:
    found = published(testimonials=[voice(1, id="2041733", text="Ask Ms. Quillfeather.")])
    assert "2041733" not in repr(found)
    assert "Quillfeather" not in repr(found)
    assert fingerprint("Ask Ms. Quillfeather.") not in repr(found)


def test_the_id_of_a_quote_is_its_row_and_not_what_the_file_calls_it() -> None:
    (quote,) = published(testimonials=[voice(7, id="Maria Lopez")]).quotes
    assert quote.id == "voices/7"


@pytest.mark.parametrize(
    ("language", "told"), [("es", "es"), ("es-MX", "es-MX"), ('"><b>', "en"), ("Maria", "en")]
)
def test_a_language_is_a_tag_or_it_is_none(language: str, told: str) -> None:
    (quote,) = published(testimonials=[voice(1, language=language)]).quotes
    assert quote.language == told


def said(n: int, **more: object) -> dict[str, object]:
    row: dict[str, object] = {"source": "talks", "document": f"d{n}", "segment": "1", "row": n,
                              "code": "trust", "role": "student", "file": "talks.csv"}  # fmt: skip
    return row | more


def test_an_example_with_a_name_gives_way_to_the_next_one() -> None:
    rows = [said(n, text=f"It helped, take {n}.", is_named=n == 0) for n in range(T)]
    (theme,) = published(segments=rows).themes
    assert theme.said == "It helped, take 1."


def test_a_role_of_few_conversations_is_not_named_beside_a_theme() -> None:
    rows = [said(n) for n in range(T)] + [said(90, role="principal")]
    (theme,) = published(segments=rows).themes
    assert theme.roles == ("student",)


def entry(**more: object) -> dict[str, object]:
    row: dict[str, object] = {"source": "log", "row": 3, "date": "2026-03-02", "type": "challenge",
                              "title": "News comes late", "file": "log.csv"}  # fmt: skip
    return row | more


@pytest.mark.parametrize("more", [{"notes": "Ask Ms. Reed."}, {"is_named": True},
                                  {"title": "Call 555-123-4567"}])  # fmt: skip
def test_an_entry_that_tells_who_is_meant_is_held_back(more: dict[str, object]) -> None:
    assert published(activities=[entry(**more)]).entries == ()
    assert len(published(activities=[entry(**more, is_approved=True)]).entries) == 1


def test_a_person_in_place_of_a_partner_is_not_shown() -> None:
    (told,) = published(activities=[entry(partner="Maria Lopez")]).entries
    assert told.partner == ""
    (told,) = published(activities=[entry(partner="lake")]).entries
    assert told.partner == "lake"
