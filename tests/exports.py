"""One survey, answered alike in every vendor's export: what each fixture must read as.

Two waves (0 fall, 1 spring) of 24 students, S0001 to S0024; the last two answer in fall only.
"""

from __future__ import annotations

from dataclasses import dataclass

FALL, SPRING = 0, 1
LAST_IN_FALL_ONLY = 2
STUDENTS = 24
AGREE = ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree")
CHOICES = ("Tutoring", "Mentoring", "Clubs, sports and arts")
NONE = "None of these"
BELONG = "I feel I belong at this school"
GRID = "How much do you agree?"
KNOW = "Adults here know me"
OUTSIDER = "I feel like an outsider here"
HELPED = "What helped you most?"
HOURS = "How many hours a week do you read?"
ELSE = "Anything else?"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one student answered in one wave; None where the question was left out."""

    student: str
    belong: int | None
    know: int
    outsider: int
    picks: tuple[str, ...]
    hours: int | None
    text: str


def answers(wave: int) -> list[Answer]:
    """The answers of a wave, in order of the students."""
    last = STUDENTS - (LAST_IN_FALL_ONLY if wave == SPRING else 0)
    return [_answer(i, wave) for i in range(1, last + 1)]


def _answer(i: int, w: int) -> Answer:
    bits = (i * 11 + w * 5) % 8
    picks = tuple(choice for k, choice in enumerate(CHOICES) if bits >> k & 1)
    return Answer(
        student=f"S{i:04d}",
        belong=None if (i, w) == (17, SPRING) else 1 + (i * 7 + w * 3) % 5,
        know=1 + (i * 5 + w * 2) % 5,
        outsider=1 + (i * 3 + 4 * w) % 5,
        picks=picks or (NONE,),
        hours=None if i == 9 else (i * 13 + w * 4) % 21,
        text=f'Line one,\nwith "quotes" and ñ {i}' if i % 6 == 0 else "",
    )
