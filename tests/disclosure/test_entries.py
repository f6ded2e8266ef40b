"""Entries of a log that are told in words: all of what is theirs, in the order of their days."""

from __future__ import annotations

import pytest

from pipeline.disclosure.entries import entries
from pipeline.disclosure.identifying import fingerprint
from pipeline.tables.published import PublishedEntry
from pipeline.tables.schema import Rows
from pipeline.tables.tidy import ACTIVITIES
from tests.disclosure.test_done import Row, log


def told(*rows: Row, known: tuple[str, ...] = ()) -> tuple[tuple[PublishedEntry, ...], list[str]]:
    found, back, notes = entries(Rows.of(ACTIVITIES, list(rows)), known=iter(known))
    return found, sorted([*(one.note for one in back), *notes])


def test_an_entry_is_told_whole() -> None:
    found, notes = told(
        log(7, "decision", "Later buses", notes="Ask again.", due="2026-05-01", done="2026-03-01"),
        log(8, "meeting", "Not told", date="2026-03-09"),
        log(9, "meeting", "Of another log", source="b", date="2026-04-09"),
    )
    assert notes == []
    assert found == (
        PublishedEntry(
            id="log/7", kind="decision", date="2026-03-02", title="Later buses",
            notes="Ask again.", partner="lake", due="2026-05-01", done="2026-03-01",
            today="2026-03-09",
        ),
    )  # fmt: skip


def test_entries_are_in_the_order_of_their_days() -> None:
    days = ("2026-03-09", "2026-01-20", "2026-03-09", "2025-12-01")
    found, _ = told(*(log(n, "challenge", "x", date=day) for n, day in enumerate(days)))
    assert [one.id for one in found] == ["log/3", "log/1", "log/0", "log/2"]


def test_one_that_is_held_back_does_not_hold_back_the_next() -> None:
    found, notes = told(
        log(1, "challenge", "When was it", date=""), log(2, "meeting", "x"),
        log(3, "challenge", "Thanks to Maria Lopez"), log(4, "challenge", "Ask Maria Reed"),
        log(5, "recognition", "Thanks to all"),
    )  # fmt: skip
    assert [one.id for one in found] == ["log/5"]
    assert [note.split()[1] for note in notes] == ["log/1", "log/3", "log/4"]


def test_the_name_of_a_partner_is_nobody() -> None:
    rows = [log(n, "challenge", "Lake Carver College opens late") for n in (1, 2)]
    assert len(told(*rows, known=("Lake Carver College",))[0]) == 2
    assert len(told(*rows)[1]) == 2


@pytest.mark.parametrize(
    ("due", "done", "is_told"),
    [("2026-05-01", "", True), ("2025-05-01", "", True), ("", "", False), ("", "2026-03-01", False),
     ("2026-03-31", "2026-01-05", True), ("2026-02-01", "2026-03-31", True),
     ("2026-02-01", "2026-01-31", False), ("2025-03-01", "2026-02-28", False),
     ("2026-04-01", "2026-02-28", False)],
)  # fmt: skip
def test_a_decision_is_told_while_it_is_open_and_in_the_month_it_is_due_or_done(
    due: str, done: str, *, is_told: bool
) -> None:
    found, _ = told(log(1, "decision", "Later buses", date="2026-03-02", due=due, done=done))
    assert bool(found) is is_told


def test_a_person_in_place_of_a_partner_is_not_told() -> None:
    found, _ = told(log(1, "challenge", "News comes late", partner="Ms. Maria Reed"))
    assert [one.partner for one in found] == [""]


def test_the_partner_of_an_entry_is_told_where_the_study_names_it() -> None:
    row = log(1, "challenge", "News comes late", partner="Lake Carver College")
    assert [one.partner for one in told(row, known=("Lake Carver College",))[0]] == [row["partner"]]


@pytest.mark.parametrize(
    ("title", "notes", "text"),
    [
        ("Ask Maria Lopez?", "", "Ask Maria Lopez?"),
        ("Late", "Ask Ms. Reed.", "Late\nAsk Ms. Reed."),
    ],
)
def test_an_entry_is_approved_by_its_words(title: str, notes: str, text: str) -> None:
    row = log(1, "challenge", title, notes=notes)
    (back,) = entries(Rows.of(ACTIVITIES, [row]))[1]
    assert (back.what, back.hash) == ("entry", fingerprint(text))
